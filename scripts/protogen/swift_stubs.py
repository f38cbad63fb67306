def generate(file, service): return ""
