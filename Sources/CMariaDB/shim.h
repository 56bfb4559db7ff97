#include <mysql.h>
#include <errmsg.h>
#include <mariadb_rpl.h>

// The setter of replication options is variadic, which Swift cannot call.
static inline int millrace_rpl_set_server_id(MARIADB_RPL *rpl, unsigned int identifier) {
    return mariadb_rpl_optionsv(rpl, MARIADB_RPL_SERVER_ID, identifier);
}

static inline int millrace_rpl_set_flags(MARIADB_RPL *rpl, unsigned int flags) {
    return mariadb_rpl_optionsv(rpl, MARIADB_RPL_FLAGS, flags);
}

static inline int millrace_rpl_set_start(MARIADB_RPL *rpl, const char *file, size_t length, unsigned long offset) {
    int failed = mariadb_rpl_optionsv(rpl, MARIADB_RPL_FILENAME, file, length);
    return failed ? failed : mariadb_rpl_optionsv(rpl, MARIADB_RPL_START, offset);
}
