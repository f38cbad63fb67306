// What Embedded Swift needs of a C library, for WebAssembly without a system underneath.
#include <stddef.h>
#include <stdint.h>

// Blocks come in powers of two, from 16 bytes. Each is preceded by 16 bytes that hold its class, and a freed one is
// kept in the list of its class. Nothing is given back: a page plays small games for a short time.
#define HEADER 16
#define CLASSES 28

extern unsigned char __heap_base;

struct block { struct block *next; };
static struct block *freed[CLASSES];
static uintptr_t top;

void *memcpy(void *to, const void *from, size_t size) { return __builtin_memcpy(to, from, size); }
void *memmove(void *to, const void *from, size_t size) { return __builtin_memmove(to, from, size); }
void *memset(void *to, int byte, size_t size) { return __builtin_memset(to, byte, size); }

int memcmp(const void *a, const void *b, size_t size) {
    const unsigned char *x = a, *y = b;
    for (size_t i = 0; i < size; i++)
        if (x[i] != y[i]) return x[i] < y[i] ? -1 : 1;
    return 0;
}

void *malloc(size_t size) {
    unsigned class = 0;
    while (class < CLASSES && ((size_t)16 << class) < size) class++;
    if (class == CLASSES) return 0;
    if (freed[class]) {
        struct block *block = freed[class];
        freed[class] = block->next;
        return block;
    }
    if (top == 0) top = ((uintptr_t)&__heap_base + HEADER - 1) & ~(uintptr_t)(HEADER - 1);
    uintptr_t end = top + HEADER + ((size_t)16 << class);
    uintptr_t have = (uintptr_t)__builtin_wasm_memory_size(0) << 16;
    if (end > have && __builtin_wasm_memory_grow(0, (end - have + 0xffff) >> 16) == (size_t)-1) return 0;
    *(unsigned *)top = class;
    void *block = (void *)(top + HEADER);
    top = end;
    return block;
}

void free(void *pointer) {
    if (!pointer) return;
    unsigned class = *(unsigned *)((uintptr_t)pointer - HEADER);
    struct block *block = pointer;
    block->next = freed[class];
    freed[class] = block;
}

// Every block is aligned to 16 bytes; nothing here asks for more.
int posix_memalign(void **pointer, size_t alignment, size_t size) {
    if (alignment > HEADER) return 22;
    *pointer = malloc(size);
    return *pointer ? 0 : 12;
}
