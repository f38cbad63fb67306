import Logging
import NIOCore
import Synchronization

/// Runs a unary method as a task on the call's event loop.
///
/// A task, because the method is `async` and the callbacks of a call are not; it is cancelled with the call. It starts at once,
/// so that a method which need not wait answers with the batch that brought its request.
final class UnaryServerHandler: RPCCallHandler {
    private let body: @Sendable ([UInt8], RPCContext) async throws -> [UInt8]
    private let context: RPCContext
    private let tasks: RPCTaskExecutor
    private let logger: Logger
    private var request: [UInt8]?
    private var task: Task<Void, Never>?

    init(
        _ body: @escaping @Sendable ([UInt8], RPCContext) async throws -> [UInt8], _ context: RPCContext,
        tasks: RPCTaskExecutor, logger: Logger
    ) {
        self.body = body
        self.context = context
        self.tasks = tasks
        self.logger = logger
    }

    func received(_ message: [UInt8], on call: RPCCall) {
        guard request == nil else {
            call.fail(RPCStatus(.internalError, "a unary method takes one message"))
            return
        }
        request = message
    }

    func receivedEnd(on call: RPCCall) {
        guard let request else {
            call.fail(RPCStatus(.internalError, "a unary method takes one message, there was none"))
            return
        }
        task = Task.immediate(executorPreference: tasks) { [body, context, logger] in
            do {
                let answer = try await body(request, context)
                call.send(answer)
                call.finish()
            } catch let status as RPCStatus {
                call.finish(status)
            } catch is CancellationError {
                call.finish(RPCStatus(.cancelled, "cancelled"))
            } catch {
                logger.warning("a method failed", metadata: ["rpc.path": "\(context.path)", "error": "\(error)"])
                call.finish(RPCStatus(.unknown, "the method failed"))
            }
        }
    }

    func closed(_ status: RPCStatus, on call: RPCCall) { task?.cancel() }
}

/// Runs tasks on an event loop, so that a unary method enters the actor of its service without leaving the thread.
final class RPCTaskExecutor: TaskExecutor {
    private let eventLoop: any EventLoop

    init(_ eventLoop: any EventLoop) { self.eventLoop = eventLoop }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        eventLoop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }

    /// One executor an event loop; an executor must outlive its tasks.
    final class Pool: Sendable {
        private let executors = Mutex<[ObjectIdentifier: RPCTaskExecutor]>([:])

        func executor(for eventLoop: any EventLoop) -> RPCTaskExecutor {
            executors.withLock { executors in
                if let known = executors[ObjectIdentifier(eventLoop)] { return known }
                let made = RPCTaskExecutor(eventLoop)
                executors[ObjectIdentifier(eventLoop)] = made
                return made
            }
        }
    }
}
