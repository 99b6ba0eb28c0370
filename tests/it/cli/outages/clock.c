// Sets the clock of the process that loads it ahead, by the seconds that stand in a file.
#include <fcntl.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int clock_gettime(clockid_t id, struct timespec *at)
{
    long done = syscall(SYS_clock_gettime, id, at);
    const char *path = getenv("SIGNET_TEST_CLOCK");
    if (done != 0 || id != CLOCK_REALTIME || path == NULL) {
        return (int)done;
    }
    char text[32] = {0};
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file >= 0) {
        if (read(file, text, sizeof text - 1) > 0) {
            at->tv_sec += atol(text);
        }
        close(file);
    }
    return 0;
}
