// bench.Echo on C++ gRPC: server PORT [CERTIFICATE KEY]. The asynchronous generic service with one thread, which is the
// leanest that library offers: messages pass as ByteBuffers, unparsed.
#include <grpcpp/grpcpp.h>
#include <grpcpp/generic/async_generic_service.h>

#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>
#include <string>

namespace {

std::string Read(const char* path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// One call: reads a message, writes it back, until the client has ended.
class Call {
 public:
  Call(grpc::AsyncGenericService* service, grpc::ServerCompletionQueue* queue)
      : service_(service), queue_(queue), stream_(&context_) {
    service_->RequestCall(&context_, &stream_, queue_, queue_, this);
  }

  void Proceed(bool ok) {
    switch (state_) {
      case State::kAccepting:
        if (!ok) {
          delete this;
          return;
        }
        new Call(service_, queue_);
        Read();
        break;
      case State::kReading:
        if (!ok) {
          state_ = State::kFinishing;
          stream_.Finish(grpc::Status::OK, this);
          return;
        }
        state_ = State::kWriting;
        stream_.Write(message_, this);
        break;
      case State::kWriting:
        if (!ok) {
          state_ = State::kFinishing;
          stream_.Finish(grpc::Status::CANCELLED, this);
          return;
        }
        Read();
        break;
      case State::kFinishing:
        delete this;
    }
  }

 private:
  enum class State { kAccepting, kReading, kWriting, kFinishing };

  void Read() {
    state_ = State::kReading;
    stream_.Read(&message_, this);
  }

  grpc::AsyncGenericService* service_;
  grpc::ServerCompletionQueue* queue_;
  grpc::GenericServerContext context_;
  grpc::GenericServerAsyncReaderWriter stream_;
  grpc::ByteBuffer message_;
  State state_ = State::kAccepting;
};

}  // namespace

int main(int count, char** arguments) {
  std::shared_ptr<grpc::ServerCredentials> credentials = grpc::InsecureServerCredentials();
  if (count > 3) {
    grpc::SslServerCredentialsOptions options;
    options.pem_key_cert_pairs.push_back({Read(arguments[3]), Read(arguments[2])});
    credentials = grpc::SslServerCredentials(options);
  }
  grpc::AsyncGenericService service;
  grpc::ServerBuilder builder;
  int bound = 0;
  builder.AddListeningPort("127.0.0.1:" + std::string(arguments[1]), credentials, &bound);
  builder.RegisterAsyncGenericService(&service);
  builder.SetMaxReceiveMessageSize(8 << 20);
  std::unique_ptr<grpc::ServerCompletionQueue> queue = builder.AddCompletionQueue();
  std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (!server || bound == 0) {
    std::cerr << "cannot listen on port " << arguments[1] << std::endl;
    return 1;
  }
  // Calls that wait to be accepted, so that a burst finds one.
  for (int i = 0; i < 64; i++) new Call(&service, queue.get());
  void* tag = nullptr;
  bool ok = false;
  while (queue->Next(&tag, &ok)) static_cast<Call*>(tag)->Proceed(ok);
}
