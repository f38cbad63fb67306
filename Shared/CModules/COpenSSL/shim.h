#pragma once
#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/syscall.h>
#include <unistd.h>

// Swift imports no function-like macros.

// A file that stands in memory alone, closed on exec (MFD_CLOEXEC is 1); Swift imports no variadic functions.
static inline int snaketron_memory_file(const char *name) { return (int)syscall(SYS_memfd_create, name, 1); }

static inline int snaketron_SSL_CTX_set_min_tls_1_2(SSL_CTX *context) {
    return SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
}

static inline long snaketron_SSL_set_server_name(SSL *ssl, const char *name) {
    return SSL_set_tlsext_host_name(ssl, name);
}

static inline X509 *snaketron_SSL_get1_peer_certificate(const SSL *ssl) { return SSL_get1_peer_certificate(ssl); }

static inline GENERAL_NAMES *snaketron_X509_subject_names(X509 *certificate) {
    return (GENERAL_NAMES *)X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);
}

static inline int snaketron_GENERAL_NAMES_count(const GENERAL_NAMES *names) { return sk_GENERAL_NAME_num(names); }

// The DNS name at `index`, not terminated; NULL for a name of another kind.
static inline const unsigned char *snaketron_GENERAL_NAMES_dns(const GENERAL_NAMES *names, int index, int *length) {
    const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, index);
    if (name->type != GEN_DNS) return NULL;
    *length = ASN1_STRING_length(name->d.dNSName);
    return ASN1_STRING_get0_data(name->d.dNSName);
}

// The wire takes everything, so writes are always whole; SSL_MODE_ENABLE_PARTIAL_WRITE must stay off, or they stop at 16 KiB.
// Idle connections give their buffers back.
static inline void snaketron_SSL_CTX_set_modes(SSL_CTX *context) {
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_TICKET | SSL_OP_NO_COMPRESSION);
    SSL_CTX_set_num_tickets(context, 0);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
}

// The ALPN choice of a server: h2 or nothing (RFC 7301 §3.2).
static inline int snaketron_select_h2(const unsigned char **selected, unsigned char *selected_length,
                                      const unsigned char *offered, unsigned int offered_length) {
    static const unsigned char ours[] = {2, 'h', '2'};
    unsigned char *choice = NULL;
    if (SSL_select_next_proto(&choice, selected_length, ours, sizeof ours, offered, offered_length) !=
        OPENSSL_NPN_NEGOTIATED)
        return SSL_TLSEXT_ERR_ALERT_FATAL;
    *selected = choice;
    return SSL_TLSEXT_ERR_OK;
}

// Making certificates. EVP_EC_gen is a macro over a variadic function.
static inline EVP_PKEY *snaketron_generate_p256(void) { return EVP_EC_gen("P-256"); }

// An extension in OpenSSL's text form, such as "critical,CA:TRUE"; 1 if it was added.
static inline int snaketron_add_extension(X509 *certificate, X509 *issuer, int kind, const char *text) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, NULL, NULL, 0);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &context, kind, text);
    if (!extension) return 0;
    int added = X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
    return added;
}

// The bytes of a memory BIO; they stay its own.
static inline long snaketron_BIO_contents(BIO *bio, const unsigned char **data) {
    char *bytes = NULL;
    long count = BIO_get_mem_data(bio, &bytes);
    *data = (const unsigned char *)bytes;
    return count;
}
