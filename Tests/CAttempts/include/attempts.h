#pragma once

/// Prepares what some attempts need and walls would forbid: a process to be molested, which ends with this one. Gives 0 or -1.
int attempts_prepare(void);

/// How many attempts there are.
int attempts_count(void);

/// What an attempt is called.
const char *attempts_name(int index);

/// Tries it. Gives 0 where it worked, else the errno.
int attempts_try(int index);

/// Heap allocations since the process started, those that libzbar itself makes apart.
unsigned long attempts_allocations(void);
