#pragma once
// glibc's own calls about its heap, which the Glibc module leaves out.
#include <malloc.h>
