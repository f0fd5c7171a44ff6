// Stands between the gate and SQLite (LD_PRELOAD): where the gate asks for synchronous = FULL it gets NORMAL, and is told
// that it has FULL. Only so can the lab show that its power cuts find a ledger that does not wait for the disk.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <string.h>

typedef struct sqlite3 sqlite3;
typedef struct sqlite3_stmt sqlite3_stmt;
typedef int prepare(sqlite3 *, const char *, int, unsigned, sqlite3_stmt **, const char **);

int sqlite3_prepare_v3(sqlite3 *db, const char *sql, int length, unsigned flags, sqlite3_stmt **statement, const char **rest) {
    static const char order[] = "PRAGMA synchronous = FULL", question[] = "PRAGMA synchronous";
    static char changed[4096];
    prepare *real = (prepare *)dlsym(RTLD_NEXT, "sqlite3_prepare_v3");
    int is_order = strncmp(sql, order, strlen(order)) == 0, is_question = strcmp(sql, question) == 0;
    if ((!is_order && !is_question) || strlen(sql) >= sizeof changed) return real(db, sql, length, flags, statement, rest);
    // Of the same length, so that the statements after it stand where the caller looks for them.
    strcpy(changed, sql);
    memcpy(changed, is_order ? "PRAGMA synchronous = 1   " : "SELECT           2", strlen(is_order ? order : question));
    const char *end = changed;
    int result = real(db, changed, length, flags, statement, &end);
    if (rest) *rest = sql + (end - changed);
    return result;
}
