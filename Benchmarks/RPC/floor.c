// What the kernel alone costs a server for one call at a time: epoll_wait, read, write, nothing in between.
// floor BYTES MILLISECONDS prints the server's CPU a round trip in µs, and the round trips a second.
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

int main(int count, char **arguments) {
    if (count != 3) return fprintf(stderr, "usage: floor BYTES MILLISECONDS\n"), 2;
    size_t size = strtoul(arguments[1], NULL, 10);
    double seconds = atof(arguments[2]) / 1000;
    static char bytes[1 << 16];
    if (size < 1 || size > sizeof bytes) return fprintf(stderr, "BYTES is 1 to %zu\n", sizeof bytes), 2;

    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    if (bind(listener, (void *)&address, length) || listen(listener, 1) ||
        getsockname(listener, (void *)&address, &length))
        return perror("floor"), 1;
    pid_t client = fork();
    if (client == 0) {
        int connection = socket(AF_INET, SOCK_STREAM, 0);
        if (connect(connection, (void *)&address, length)) _exit(1);
        setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        for (double end = now() + seconds; now() < end;) {
            if (write(connection, bytes, size) != (ssize_t)size) _exit(1);
            for (size_t got = 0; got < size;) {
                ssize_t more = read(connection, bytes, size - got);
                if (more <= 0) _exit(1);
                got += (size_t)more;
            }
        }
        _exit(0);
    }
    int connection = accept(listener, NULL, NULL), poll = epoll_create1(0);
    setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    struct epoll_event event = {.events = EPOLLIN | EPOLLET};
    epoll_ctl(poll, EPOLL_CTL_ADD, connection, &event);
    double began = now(), calls = 0;
    size_t held = 0;
    while (epoll_wait(poll, &event, 1, -1) == 1) {
        ssize_t got = read(connection, bytes, sizeof bytes);
        if (got <= 0) break;
        held += (size_t)got;
        if (held < size) continue;
        held = 0;
        if (write(connection, bytes, size) != (ssize_t)size) break;
        calls++;
    }
    double took = now() - began;
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    waitpid(client, NULL, 0);
    double cpu = used.ru_utime.tv_sec + used.ru_stime.tv_sec + (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
    printf("%.1f %.0f\n", cpu / calls * 1e6, calls / took);
    return 0;
}
