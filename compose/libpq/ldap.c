// Stands in for libldap where libpq looks for the settings of a service by LDAP (pg_service.conf): it cannot be had, and libpq says so.
#include <stddef.h>
typedef struct ldap LDAP;
typedef struct ldapmsg LDAPMessage;
enum { unavailable = 0x34 };
LDAP *ldap_init(const char *host, int port) { return NULL; }
int ldap_simple_bind(LDAP *ld, const char *who, const char *password) { return -1; }
int ldap_result(LDAP *ld, int id, int all, void *timeout, LDAPMessage **result) { return -1; }
int ldap_search_st(LDAP *ld, const char *base, int scope, const char *filter, char **attributes, int only, void *timeout,
                   LDAPMessage **result) { return unavailable; }
int ldap_set_option(LDAP *ld, int option, const void *value) { return -1; }
int ldap_count_entries(LDAP *ld, LDAPMessage *chain) { return 0; }
LDAPMessage *ldap_first_entry(LDAP *ld, LDAPMessage *chain) { return NULL; }
void **ldap_get_values_len(LDAP *ld, LDAPMessage *entry, const char *target) { return NULL; }
void ldap_value_free_len(void **values) {}
int ldap_msgfree(LDAPMessage *message) { return 0; }
int ldap_unbind(LDAP *ld) { return 0; }
const char *ldap_err2string(int error) { return "LDAP is not part of this image"; }
