#pragma once
#include <zlib.h>

// These two are macros, which Swift does not import.
static inline int snaketron_deflate_init(z_stream *stream, int level) { return deflateInit(stream, level); }
static inline int snaketron_inflate_init(z_stream *stream) { return inflateInit(stream); }
