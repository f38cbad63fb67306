import HTTP2
import NIOCore
import TLS

extension RPCConnection {
    /// Opens a call. ``canOpen`` must be true.
    func open(
        _ path: String, authority: String, token: RPCCallToken?, metadata: RPCMetadata, _ call: RPCCall
    ) {
        var headers = HTTP2Headers()
        headers.append(":method", "POST")
        headers.append(":scheme", isSecure ? "https" : "http")
        headers.append(":path", path)
        headers.append(":authority", authority)
        headers.append("te", "trailers")
        headers.append("content-type", "application/grpc+proto")
        if let deadline = call.deadline {
            headers.append("grpc-timeout", TimeoutCoding.encode(max(deadline - .now(), .nanoseconds(1))))
        }
        if let token { headers.append(RPCCallToken.headerName, token.headerText) }
        headers.append(metadata)
        guard headers.size <= limits.maxHeaderBytes else {
            call.closeNextTurn(.tooLarge(headers, limits))
            return
        }
        let stream = session.open(headers)
        call.attach(self, stream)
        insert(call, stream.id)
        requestPump()
    }

    var canOpen: Bool { isReady && session.canOpenStream && session.streamCount < limits.maxOpenedCalls }

    /// A header block of an answer: the first one, or the trailers.
    func receivedAnswer(_ headers: ReceivedHeaders, _ batch: HTTP2Batch, _ call: RPCCall) {
        if !call.receivedHeaders {
            guard let status = headers.status else { return }
            if batch.bytes[status.lowerBound] == UInt8(ascii: "1") { return }  // informational
            guard batch.isEqual(status, "200") else {
                call.fail(RPCStatus(httpStatus: batch.text(status)))
                return
            }
            guard let contentType = headers.contentType, batch.isGRPC(contentType) else {
                call.fail(RPCStatus(.unknown, "the answer is not gRPC"))
                return
            }
            if let encoding = headers.encoding, !batch.isEqual(encoding, "identity") {
                call.fail(RPCStatus(.internalError, "the answer is compressed, which was not offered"))
                return
            }
            call.receivedHeaders = true
            if headers.grpcStatus == nil {
                call.handler?.receivedHeaders(headers.metadata, on: call)
                return
            }
        }
        guard let code = headers.grpcStatus else { return }
        call.trailers = headers.metadata
        let number = Int(batch.text(code)) ?? -1
        let message = headers.grpcMessage.map { PercentCoding.decode(batch.bytes[$0]) } ?? ""
        // Details that are not base64 are left out: they must not hide the status.
        let details = headers.statusDetails.flatMap { Base64.decode(batch.bytes[$0]) } ?? []
        call.answer = RPCStatus(RPCStatus.Code(rawValue: number) ?? .unknown, message, details: details)
    }
}

extension RPCStatus {
    /// What is sent is bounded like what is taken: a peer would reset the call, and the library sends no block without bounds.
    static func tooLarge(_ headers: HTTP2Headers, _ limits: RPCLimits) -> RPCStatus {
        RPCStatus(
            .resourceExhausted,
            "the metadata makes \(headers.size) bytes of header fields, over the limit of \(limits.maxHeaderBytes)")
    }

    /// gRPC "HTTP to gRPC status code mapping", `doc/http-grpc-status-mapping.md`.
    init(httpStatus: String) {
        let code: Code =
            switch httpStatus {
            case "400": .internalError
            case "401": .unauthenticated
            case "403": .permissionDenied
            case "404": .unimplemented
            case "429", "502", "503", "504": .unavailable
            default: .unknown
            }
        self.init(code, "the server answered with HTTP status \(httpStatus.prefix(3))")
    }

    /// gRPC "gRPC over HTTP2", "Errors": what a reset without a status means.
    init(reset code: HTTP2ErrorCode) {
        switch code {
        case .refusedStream: self.init(.unavailable, "the server did not take the call")
        case .cancel: self.init(.cancelled, "the server reset the call")
        case .enhanceYourCalm: self.init(.resourceExhausted, "the server asks for calm")
        case .inadequateSecurity: self.init(.permissionDenied, "the server asks for better encryption")
        case .noError, .protocolError, .internalError, .flowControlError, .settingsTimeout, .streamClosed,
            .frameSizeError, .compressionError, .connectError, .http11Required:
            self.init(.internalError, "the server reset the call (\(code))")
        }
    }
}
