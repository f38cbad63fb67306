// Counts allocations of a process: LD_PRELOAD=malloc_count.so, the total goes to stderr at exit.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>

static atomic_ulong count;
void* __libc_malloc(size_t);
void* __libc_calloc(size_t, size_t);
void* __libc_realloc(void*, size_t);
void* __libc_memalign(size_t, size_t);

void* malloc(size_t size) { count++; return __libc_malloc(size); }
void* calloc(size_t number, size_t size) { count++; return __libc_calloc(number, size); }
void* realloc(void* old, size_t size) { count++; return __libc_realloc(old, size); }
void* aligned_alloc(size_t alignment, size_t size) { count++; return __libc_memalign(alignment, size); }
int posix_memalign(void** out, size_t alignment, size_t size) {
  count++;
  *out = __libc_memalign(alignment, size);
  return *out ? 0 : 12;
}

__attribute__((destructor)) static void tell(void) { fprintf(stderr, "allocations %lu\n", (unsigned long)count); }
