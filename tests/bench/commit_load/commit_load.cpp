// Learners that commit as fast as they are answered, each over a connection of its own:
//
//     bench_commit_load PORT HOST LEARNERS SECONDS
//
// LEARNERS is a file with a line for each: attempt, launch token, opening, last number, and a file
// of operations, in which line n holds what commit n says. The file is written anew with the
// numbers reached, so that the next run goes on there. Prints one line:
//
//     acknowledged=N seconds=S p50_ms=A p99_ms=B
//
// Ends with an error when an answer is not 200 or a learner has nothing left to say.
#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

using Clock = std::chrono::steady_clock;
using Operations = std::vector<std::string>;

struct Learner {
    std::string attempt, token, opening, operations_file;
    std::size_t number = 0;
    const Operations* operations = nullptr;
    int socket = -1;
    std::string answer;
    Clock::time_point sent;
};

std::vector<Learner> read_learners(const char* path) {
    std::vector<Learner> learners;
    std::ifstream file(path);
    Learner one;
    while (file >> one.attempt >> one.token >> one.opening >> one.number >> one.operations_file)
        learners.push_back(one);
    return learners;
}

void write_learners(const char* path, const std::vector<Learner>& learners) {
    std::ofstream file(path);
    for (const Learner& one : learners) {
        file << one.attempt << ' ' << one.token << ' ' << one.opening << ' ' << one.number << ' '
             << one.operations_file << '\n';
    }
}

const Operations& operations_of(const std::string& path) {
    static std::map<std::string, Operations> known;
    Operations& operations = known[path];
    if (operations.empty()) {
        std::ifstream file(path);
        for (std::string line; std::getline(file, line);) operations.push_back(line);
    }
    return operations;
}

int connect_to(std::uint16_t port) {
    const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || ::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0)
        throw std::runtime_error("can't connect");
    const int on = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    return fd;
}

class Load {
public:
    Load(std::vector<Learner>& learners, std::uint16_t port, std::string host)
        : learners_(learners), host_(std::move(host)), epoll_(::epoll_create1(0)) {
        for (std::size_t i = 0; i < learners_.size(); ++i) {
            learners_[i].operations = &operations_of(learners_[i].operations_file);
            learners_[i].socket = connect_to(port);
            epoll_event event{};
            event.events = EPOLLIN;
            event.data.u64 = i;
            ::epoll_ctl(epoll_, EPOLL_CTL_ADD, learners_[i].socket, &event);
        }
    }
    ~Load() {
        for (const Learner& one : learners_) ::close(one.socket);
        ::close(epoll_);
    }
    Load(const Load&) = delete;
    Load& operator=(const Load&) = delete;

    void run(double seconds) {
        const auto start = Clock::now();
        const auto end = start + std::chrono::duration<double>(seconds);
        for (Learner& one : learners_) send(one);
        std::size_t under_way = learners_.size();
        std::vector<epoll_event> events(learners_.size());
        while (under_way > 0) {
            const int ready =
                ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), 10'000);
            if (ready <= 0) throw std::runtime_error("no answer for ten seconds");
            for (int i = 0; i < ready; ++i) {
                Learner& one = learners_[events[static_cast<std::size_t>(i)].data.u64];
                if (!receive(one)) continue;
                if (Clock::now() < end)
                    send(one);
                else
                    --under_way;
            }
        }
        took_ = std::chrono::duration<double>(Clock::now() - start).count();
    }

    void print() {
        std::sort(waits_.begin(), waits_.end());
        const auto at = [&](std::size_t percent) {
            return static_cast<double>(waits_[(waits_.size() - 1) * percent / 100]);
        };
        std::printf("acknowledged=%zu seconds=%.3f p50_ms=%.2f p99_ms=%.2f\n", waits_.size(), took_,
                    at(50), at(99));
    }

private:
    void send(Learner& one) {
        if (one.number >= one.operations->size()) throw std::runtime_error("nothing left to say");
        const std::string body = "{\"opening\":" + one.opening +
                                 ",\"number\":" + std::to_string(one.number + 1) +
                                 ",\"operations\":" + (*one.operations)[one.number] + "}";
        const std::string request =
            "POST /play/attempts/" + one.attempt + "/commits HTTP/1.1\r\nHost: " + host_ +
            "\r\nAuthorization: Launch " + one.token +
            "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
            "\r\n\r\n" + body;
        one.answer.clear();
        one.sent = Clock::now();
        for (std::string_view rest = request; !rest.empty();) {
            const ssize_t sent = ::send(one.socket, rest.data(), rest.size(), MSG_NOSIGNAL);
            if (sent <= 0) throw std::runtime_error("the connection was closed");
            rest.remove_prefix(static_cast<std::size_t>(sent));
        }
    }

    /// True when the whole answer is there.
    bool receive(Learner& one) {
        char buffer[4096];
        const ssize_t got = ::recv(one.socket, buffer, sizeof(buffer), 0);
        if (got <= 0) throw std::runtime_error("the connection was closed");
        one.answer.append(buffer, static_cast<std::size_t>(got));
        const auto head = one.answer.find("\r\n\r\n");
        if (head == std::string::npos) return false;
        constexpr std::string_view kLength = "\r\nContent-Length: ";
        const auto at = one.answer.find(kLength);
        std::size_t length = 0;
        if (at < head) {
            const char* const from = one.answer.data() + at + kLength.size();
            std::from_chars(from, one.answer.data() + head, length);
        }
        if (one.answer.size() < head + 4 + length) return false;
        if (one.answer.compare(0, 13, "HTTP/1.1 200 ") != 0) throw std::runtime_error(one.answer);
        waits_.push_back(std::chrono::duration<float, std::milli>(Clock::now() - one.sent).count());
        ++one.number;
        return true;
    }

    std::vector<Learner>& learners_;
    std::string host_;
    int epoll_;
    std::vector<float> waits_;
    double took_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
    if (argc != 5) {
        std::fprintf(stderr, "usage: bench_commit_load PORT HOST LEARNERS SECONDS\n");
        return 2;
    }
    try {
        auto learners = read_learners(argv[3]);
        Load load(learners, static_cast<std::uint16_t>(std::atoi(argv[1])), argv[2]);
        load.run(std::atof(argv[4]));
        write_learners(argv[3], learners);
        load.print();
    } catch (const std::exception& error) {
        std::fprintf(stderr, "bench_commit_load: %s\n", error.what());
        return 1;
    }
    return 0;
}
