// Stands in for libgssapi_krb5 where libpq logs in by Kerberos: there are no credentials, and a server that insists is told so.
#include <stddef.h>
typedef unsigned int OM_uint32;
typedef struct { size_t length; void *value; } buffer;
enum { failure = 13 << 16, no_credentials = 7 << 16, complete = 0 };
void *GSS_C_NT_HOSTBASED_SERVICE = NULL;
OM_uint32 gss_acquire_cred(OM_uint32 *minor, void *name, OM_uint32 time, void *wanted, int usage, void **credentials, void **actual,
                           OM_uint32 *left) { *minor = 0; return no_credentials; }
OM_uint32 gss_release_cred(OM_uint32 *minor, void **credentials) { *minor = 0; return complete; }
OM_uint32 gss_import_name(OM_uint32 *minor, buffer *text, void *type, void **name) { *minor = 0; return failure; }
OM_uint32 gss_release_name(OM_uint32 *minor, void **name) { *minor = 0; return complete; }
OM_uint32 gss_init_sec_context(OM_uint32 *minor, void *credentials, void **context, void *target, void *mechanism, OM_uint32 flags,
                               OM_uint32 time, void *bindings, buffer *in, void **used, buffer *out, OM_uint32 *granted,
                               OM_uint32 *left) { *minor = 0; return no_credentials; }
OM_uint32 gss_delete_sec_context(OM_uint32 *minor, void **context, buffer *token) { *minor = 0; return complete; }
OM_uint32 gss_release_buffer(OM_uint32 *minor, buffer *bytes) { *minor = 0; return complete; }
OM_uint32 gss_wrap(OM_uint32 *minor, void *context, int secret, OM_uint32 quality, buffer *in, int *state, buffer *out) {
    *minor = 0;
    return failure;
}
OM_uint32 gss_unwrap(OM_uint32 *minor, void *context, buffer *in, buffer *out, int *state, OM_uint32 *quality) {
    *minor = 0;
    return failure;
}
OM_uint32 gss_wrap_size_limit(OM_uint32 *minor, void *context, int secret, OM_uint32 quality, OM_uint32 wanted, OM_uint32 *most) {
    *minor = 0;
    return failure;
}
OM_uint32 gss_display_status(OM_uint32 *minor, OM_uint32 status, int kind, void *mechanism, OM_uint32 *more, buffer *text) {
    static char sentence[] = "Kerberos is not part of this image";
    *minor = 0;
    *more = 0;
    text->length = sizeof sentence - 1;
    text->value = sentence;
    return complete;
}
