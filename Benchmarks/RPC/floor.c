// What a server of this kind cannot do without: epoll_wait, read and write of the payload alone, and with `cipher` also the
// AES-128-GCM of it, in and out. No HTTP/2, no gRPC, no TLS records.
//     floor BYTES IN-FLIGHT MILLISECONDS [cipher]
// prints the server's CPU an echoed message in µs, and messages a second.
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/evp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static char bytes[1 << 20], sealed[1 << 20];

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

static void write_all(int connection, size_t count) {
    for (size_t sent = 0; sent < count;) {
        ssize_t more = write(connection, bytes + sent, count - sent);
        if (more <= 0) _exit(1);
        sent += (size_t)more;
    }
}

// Keeps `count` messages of `size` bytes on their way until the time is over.
static void run_client(struct sockaddr_in address, size_t size, size_t count, double seconds) {
    int connection = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    if (connect(connection, (void *)&address, sizeof address)) _exit(1);
    setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    write_all(connection, size * count);
    size_t held = 0;
    for (double end = now() + seconds; now() < end;) {
        ssize_t got = read(connection, bytes, sizeof bytes);
        if (got <= 0) _exit(1);
        held += (size_t)got;
        size_t whole = held / size * size;
        held -= whole;
        write_all(connection, whole);
    }
    _exit(0);
}

int main(int count, char **arguments) {
    size_t size = count > 2 ? strtoul(arguments[1], NULL, 10) : 0, flying = count > 2 ? strtoul(arguments[2], NULL, 10) : 0;
    int ciphers = count == 5 && !strcmp(arguments[4], "cipher");
    if (count < 4 || (count == 5 && !ciphers) || count > 5 || size < 1 || flying < 1 || size * flying > sizeof bytes)
        return fprintf(stderr, "usage: floor BYTES IN-FLIGHT MILLISECONDS [cipher], at most 1 MiB in flight\n"), 2;
    double seconds = atof(arguments[3]) / 1000;
    signal(SIGPIPE, SIG_IGN);  // the client ends first, perhaps in the middle of a write

    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    if (bind(listener, (void *)&address, length) || listen(listener, 1) ||
        getsockname(listener, (void *)&address, &length))
        return perror("floor"), 1;
    pid_t client = fork();
    if (client == 0) run_client(address, size, flying, seconds);

    EVP_CIPHER_CTX *cipher = EVP_CIPHER_CTX_new();
    unsigned char key[16] = {1}, nonce[12] = {2};
    EVP_EncryptInit_ex(cipher, EVP_aes_128_gcm(), NULL, key, nonce);
    int connection = accept(listener, NULL, NULL), poll = epoll_create1(0), done;
    setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    struct epoll_event event = {.events = EPOLLIN};
    epoll_ctl(poll, EPOLL_CTL_ADD, connection, &event);
    double began = now();
    size_t echoed = 0, held = 0;
    while (epoll_wait(poll, &event, 1, -1) == 1) {
        ssize_t got = read(connection, bytes, 64 << 10);
        if (got <= 0) break;
        held += (size_t)got;
        size_t whole = held / size * size;
        held -= whole;
        for (size_t at = 0; ciphers && at < whole; at += 16 << 10) {
            int piece = (int)(whole - at < 16 << 10 ? whole - at : 16 << 10);
            for (int way = 0; way < 2; way++) {  // what came in, what goes out; both ways cost the same
                EVP_EncryptInit_ex(cipher, NULL, NULL, NULL, nonce);
                EVP_EncryptUpdate(cipher, (unsigned char *)sealed + at, &done, (unsigned char *)bytes + at, piece);
                EVP_EncryptFinal_ex(cipher, (unsigned char *)sealed, &done);
            }
        }
        for (size_t sent = 0; sent < whole;) {
            ssize_t more = write(connection, bytes + sent, whole - sent);
            if (more <= 0) goto over;
            sent += (size_t)more;
        }
        echoed += whole / size;
    }
over:;
    double took = now() - began;
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    waitpid(client, NULL, 0);
    double cpu = used.ru_utime.tv_sec + used.ru_stime.tv_sec + (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
    printf("%.2f %.0f\n", cpu / echoed * 1e6, echoed / took);
    return 0;
}
