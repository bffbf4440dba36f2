/* Makes every flush of the process that loads it (LD_PRELOAD) take FLUSH_DELAY_US microseconds
 * longer, as on a slower disk. sync_file_range is left alone: it promises nothing. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <time.h>

typedef int (*flush_of)(int);

static void linger(void)
{
    const char *text = getenv("FLUSH_DELAY_US");
    long delay = text ? strtol(text, NULL, 10) : 0;
    struct timespec left = {delay / 1000000, (delay % 1000000) * 1000};
    int saved = errno;

    if (delay > 0)
        while (nanosleep(&left, &left) != 0 && errno == EINTR)
            ;
    errno = saved;
}

int fsync(int fd)
{
    static flush_of real;

    if (!real)
        real = (flush_of)dlsym(RTLD_NEXT, "fsync");
    linger();
    return real(fd);
}

int fdatasync(int fd)
{
    static flush_of real;

    if (!real)
        real = (flush_of)dlsym(RTLD_NEXT, "fdatasync");
    linger();
    return real(fd);
}
