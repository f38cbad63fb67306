def generate(file, descriptors): return ""
