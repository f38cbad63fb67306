internal import COpenSSL

/// The few primitives that the services need, by libcrypto.
package enum Crypto {
    /// 32 bytes.
    package static func sha256(_ bytes: [UInt8]) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: 32) { output, count in
            unsafe bytes.withUnsafeBufferPointer { input in
                _ = unsafe SHA256(input.baseAddress, input.count, output.baseAddress)
            }
            count = 32
        }
    }

    /// 20 bytes. For the WebSocket handshake alone, whose answer is no secret (RFC 6455 section 1.3).
    package static func sha1(_ bytes: [UInt8]) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: 20) { output, count in
            unsafe bytes.withUnsafeBufferPointer { input in
                _ = unsafe SHA1(input.baseAddress, input.count, output.baseAddress)
            }
            count = 20
        }
    }

    /// HMAC-SHA-256 (RFC 2104), 32 bytes. `key` of any length up to `Int32.max`.
    package static func hmacSHA256(key: [UInt8], _ message: [UInt8]) -> [UInt8] {
        precondition(key.count <= Int(Int32.max))
        return unsafe [UInt8](unsafeUninitializedCapacity: 32) { output, count in
            unsafe key.withUnsafeBufferPointer { key in
                unsafe message.withUnsafeBufferPointer { message in
                    var length: UInt32 = 0
                    // An empty array may have no address, which HMAC would read as "the key of last time".
                    var none: UInt8 = 0
                    let result = unsafe withUnsafePointer(to: &none) { none in
                        unsafe HMAC(
                            EVP_sha256(), key.baseAddress ?? none, Int32(key.count), message.baseAddress ?? none,
                            message.count, output.baseAddress, &length)
                    }
                    precondition(unsafe result != nil && length == 32, "HMAC-SHA-256 failed")
                }
            }
            count = 32
        }
    }

    /// Bytes from the system's secure generator, at most 1 MiB. Traps when it fails: nothing may go on without it.
    package static func randomBytes(_ count: Int) -> [UInt8] {
        precondition((0...1 << 20).contains(count))
        return unsafe [UInt8](unsafeUninitializedCapacity: count) { output, initialized in
            precondition(unsafe RAND_bytes(output.baseAddress, Int32(count)) == 1, "no secure random bytes")
            initialized = count
        }
    }

    /// Compares in a time that depends on the lengths only.
    package static func constantTimeEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        return unsafe left.withUnsafeBufferPointer { left in
            unsafe right.withUnsafeBufferPointer { right in
                unsafe left.count == 0 || CRYPTO_memcmp(left.baseAddress, right.baseAddress, left.count) == 0
            }
        }
    }

    /// scrypt (RFC 7914).
    /// - Parameters:
    ///   - n: Cost, a power of two from 2. Memory is 128 · n · r bytes and must be under 256 MiB.
    ///   - count: Length of the key to derive, 1 to 1024 bytes.
    /// - Returns: `nil` for parameters that are out of range.
    package static func scrypt(
        password: [UInt8], salt: [UInt8], n: UInt64, r: UInt64, p: UInt64, count: Int
    ) -> [UInt8]? {
        guard (1...1024).contains(count) else { return nil }
        var succeeded = false
        let key = unsafe [UInt8](unsafeUninitializedCapacity: count) { output, initialized in
            unsafe password.withUnsafeBufferPointer { password in
                unsafe salt.withUnsafeBufferPointer { salt in
                    unsafe password.withMemoryRebound(to: CChar.self) { password in
                        succeeded =
                            unsafe EVP_PBE_scrypt(
                                password.baseAddress, password.count, salt.baseAddress, salt.count, n, r, p,
                                256 << 20, output.baseAddress, count) == 1
                    }
                }
            }
            initialized = succeeded ? count : 0
        }
        ERR_clear_error()
        return succeeded ? key : nil
    }
}
