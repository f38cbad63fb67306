// What three nodes cannot do without to commit one value at a time: the value goes to two followers, all three write and sync it, one
// answer and the own sync make it committed. Sockets, pwrite and fdatasync alone: no protocol, no log format, no elections.
//     floor FOLDER MILLISECONDS [threads]
// `threads`: each node syncs on a thread of its own, with an eventfd back, so that it can hear others meanwhile. Prints commits a second,
// p50 in µs, and the CPU of the three nodes a commit in µs.
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { VALUE = 128, RECORD = 200, SEGMENT = 8 << 20 };

static char bytes[SEGMENT];
static int threaded, file, wake;
static off_t offset;
static sem_t work;

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

static void need(int works) {
    if (!works) {
        perror("floor");
        _exit(1);
    }
}

static void sync_record(void) {
    if (offset + RECORD > SEGMENT) offset = 0;
    need(pwrite(file, bytes, RECORD, offset) == RECORD);
    need(fdatasync(file) == 0);
    offset += RECORD;
}

static void *sync_forever(void *nothing) {
    for (uint64_t one = 1;;) {
        sem_wait(&work);
        sync_record();
        need(write(wake, &one, 8) == 8);
    }
    return nothing;
}

static void open_log(const char *folder, int node) {
    char name[4096];
    snprintf(name, sizeof name, "%s/floor-%d", folder, node);
    need((file = open(name, O_RDWR | O_CREAT | O_TRUNC, 0600)) >= 0);
    need(pwrite(file, bytes, SEGMENT, 0) == SEGMENT);
    need(fsync(file) == 0);
    unlink(name);
    if (!threaded) return;
    pthread_t thread;
    need((wake = eventfd(0, 0)) >= 0);
    need(sem_init(&work, 0, 0) == 0);
    need(pthread_create(&thread, NULL, sync_forever, NULL) == 0);
}

// Starts a sync. Returns whether it is done already.
static int start_sync(void) {
    if (!threaded) return sync_record(), 1;
    sem_post(&work);
    return 0;
}

static void write_all(int connection) { need(write(connection, bytes, VALUE) == VALUE); }

// Whether the connection had a value; at its end the process ends.
static int read_one(int connection) {
    ssize_t got = recv(connection, bytes, VALUE, MSG_WAITALL);
    if (got == 0) _exit(0);
    need(got == VALUE);
    return 1;
}

static void watch(int poller, int descriptor) {
    struct epoll_event event = {.events = EPOLLIN, .data.fd = descriptor};
    need(epoll_ctl(poller, EPOLL_CTL_ADD, descriptor, &event) == 0);
}

static void drain_wake(void) {
    uint64_t count;
    need(read(wake, &count, 8) == 8);
}

static void follow(const char *folder, int node, int leader) {
    open_log(folder, node);
    int poller = epoll_create1(0);
    watch(poller, leader);
    if (threaded) watch(poller, wake);
    for (struct epoll_event event;;) {
        need(epoll_wait(poller, &event, 1, -1) == 1);
        if (event.data.fd == leader) {
            read_one(leader);
            if (start_sync()) write_all(leader);
        } else {
            drain_wake();
            write_all(leader);
        }
    }
}

static void lead(const char *folder, int client, int followers[2]) {
    open_log(folder, 0);
    int poller = epoll_create1(0), answers = 0, synced = 0, waiting = 0;
    watch(poller, client);
    if (threaded) watch(poller, wake);
    for (int i = 0; i < 2; i++) watch(poller, followers[i]);
    for (struct epoll_event events[4];;) {
        int count = epoll_wait(poller, events, 4, -1);
        need(count > 0);
        for (int i = 0; i < count; i++) {
            if (events[i].data.fd == client) {
                read_one(client);
                write_all(followers[0]);
                write_all(followers[1]);
                waiting = 1;
                synced = start_sync();
            } else if (threaded && events[i].data.fd == wake) {
                drain_wake();
                synced = 1;
            } else {
                answers += read_one(events[i].data.fd);
            }
        }
        // The late answer to one commit comes before the next one's: both followers answer all.
        static int owed;
        if (waiting && synced && answers > owed) {
            waiting = synced = 0;
            owed += 2;
            write_all(client);
        }
    }
}

static void pair(int ends[2]) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    need(bind(listener, (void *)&address, sizeof address) == 0 && listen(listener, 1) == 0);
    need(getsockname(listener, (void *)&address, &size) == 0);
    ends[0] = socket(AF_INET, SOCK_STREAM, 0);
    need(connect(ends[0], (void *)&address, sizeof address) == 0);
    need((ends[1] = accept(listener, NULL, NULL)) >= 0);
    for (int i = 0; i < 2; i++) setsockopt(ends[i], IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    close(listener);
}

static int by_size(const void *left, const void *right) {
    double difference = *(const double *)left - *(const double *)right;
    return (difference > 0) - (difference < 0);
}

int main(int count, char **arguments) {
    threaded = count == 4 && !strcmp(arguments[3], "threads");
    if (count < 3 || count > 4 || (count == 4 && !threaded))
        return fprintf(stderr, "usage: floor FOLDER MILLISECONDS [threads]\n"), 2;
    double seconds = atof(arguments[2]) / 1000;
    int client[2], links[2][2], nodes[3];
    pair(client);
    pair(links[0]);
    pair(links[1]);
    for (int node = 0; node < 3; node++) {
        need((nodes[node] = fork()) >= 0);
        if (nodes[node]) continue;
        close(client[0]);
        if (node) close(client[1]), close(links[node - 1][0]), close(links[2 - node][0]), close(links[2 - node][1]);
        if (node) follow(arguments[1], node, links[node - 1][1]);
        close(links[0][1]);
        close(links[1][1]);
        lead(arguments[1], client[1], (int[]){links[0][0], links[1][0]});
    }
    close(client[1]);
    for (int i = 0; i < 4; i++) close(links[i / 2][i % 2]);
    size_t done = 0, room = 1 << 20;
    double *times = malloc(room * sizeof *times);
    write_all(client[0]);
    read_one(client[0]);  // all have their files
    double began = now(), end = began + seconds, at = began;
    while (at < end && done < room) {
        write_all(client[0]);
        read_one(client[0]);
        double then = now();
        times[done++] = then - at;
        at = then;
    }
    double took = at - began;
    shutdown(client[0], SHUT_RDWR);
    close(client[0]);
    for (int i = 0; i < 3; i++) waitpid(nodes[i], NULL, 0);
    struct rusage used;
    getrusage(RUSAGE_CHILDREN, &used);
    double cpu = used.ru_utime.tv_sec + used.ru_stime.tv_sec + (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
    qsort(times, done, sizeof *times, by_size);
    printf("%.0f %.0f %.0f\n", done / took, times[done / 2] * 1e6, cpu / done * 1e6);
    return 0;
}
