#ifndef DASH_CLINUX_H
#define DASH_CLINUX_H

/// Calls of Linux that Swift's import of the C library lacks.

/// Lets two files or folders of one file system change places in one step: renameat2(2).
/// Returns 0, or -1 and sets errno: EINVAL where the file system cannot.
int dash_exchange(const char *a, const char *b);

#endif
