internal import COpenSSL

/// A certificate and its private key as PEM text.
package struct CertificatePair: Sendable {
    package let certificate: [UInt8]
    /// PKCS #8, not encrypted: keep it in a file that only its user may read.
    package let key: [UInt8]

    package init(certificate: [UInt8], key: [UInt8]) {
        self.certificate = certificate
        self.key = key
    }
}

/// Makes certificates for mutual TLS between services: ECDSA P-256, SHA-256, X.509 v3 (RFC 5280).
///
/// For development and for clusters without an authority of their own; nothing here runs inside a service.
@safe package struct CertificateAuthority: ~Copyable {
    private let certificate: OpaquePointer
    private let key: OpaquePointer

    /// A new authority, valid from an hour ago (clocks differ) for `days` days.
    package init(name: String, days: Int) throws(TLSError) {
        ERR_clear_error()
        guard let key = unsafe snaketron_generate_p256(), let certificate = unsafe X509_new() else {
            throw Self.failed("making a key")
        }
        do throws(TLSError) {
            try unsafe Self.fill(
                certificate, key, subject: name, days: days,
                extensions: [
                    (NID_basic_constraints, "critical,CA:TRUE,pathlen:0"),
                    (NID_key_usage, "critical,keyCertSign,cRLSign"), (NID_subject_key_identifier, "hash"),
                ], issuer: certificate, issuerKey: key)
        } catch {
            unsafe X509_free(certificate)
            unsafe EVP_PKEY_free(key)
            throw error
        }
        unsafe self.key = key
        unsafe self.certificate = certificate
    }

    /// An authority made before.
    /// - Throws: When the texts are no PEM, or do not belong together.
    package init(_ pair: CertificatePair) throws(TLSError) {
        ERR_clear_error()
        let certificateText = unsafe Self.source(pair.certificate)
        let keyText = unsafe Self.source(pair.key)
        defer {
            unsafe BIO_free(certificateText)
            unsafe BIO_free(keyText)
        }
        guard let certificate = unsafe PEM_read_bio_X509(certificateText, nil, nil, nil) else {
            throw Self.failed("reading the authority's certificate")
        }
        guard let key = unsafe PEM_read_bio_PrivateKey(keyText, nil, nil, nil) else {
            unsafe X509_free(certificate)
            throw Self.failed("reading the authority's key")
        }
        guard unsafe X509_check_private_key(certificate, key) == 1 else {
            unsafe X509_free(certificate)
            unsafe EVP_PKEY_free(key)
            throw Self.failed("the authority's key does not fit its certificate")
        }
        unsafe self.certificate = certificate
        unsafe self.key = key
    }

    deinit {
        unsafe X509_free(certificate)
        unsafe EVP_PKEY_free(key)
    }

    package func pem() throws(TLSError) -> CertificatePair { try unsafe Self.pem(certificate, key) }

    /// A certificate for a service, for either end of a connection.
    /// - Parameters:
    ///   - name: The service; its DNS name in the certificate, which peers are let in by.
    ///   - addresses: IPv4 or IPv6 addresses for tools that check the host they called.
    package func issue(_ name: String, addresses: [String], days: Int) throws(TLSError) -> CertificatePair {
        ERR_clear_error()
        guard let key = unsafe snaketron_generate_p256(), let leaf = unsafe X509_new() else {
            throw Self.failed("making a key")
        }
        defer {
            unsafe EVP_PKEY_free(key)
            unsafe X509_free(leaf)
        }
        let names = (["DNS:\(name)"] + addresses.map { "IP:\($0)" }).joined(separator: ",")
        try unsafe Self.fill(
            leaf, key, subject: name, days: days,
            extensions: [
                (NID_basic_constraints, "critical,CA:FALSE"), (NID_key_usage, "critical,digitalSignature"),
                (NID_ext_key_usage, "serverAuth,clientAuth"), (NID_subject_alt_name, names),
                (NID_subject_key_identifier, "hash"), (NID_authority_key_identifier, "keyid"),
            ], issuer: certificate, issuerKey: self.key)
        return try unsafe Self.pem(leaf, key)
    }

    @unsafe private static func fill(
        _ made: OpaquePointer, _ key: OpaquePointer, subject: String, days: Int, extensions: [(Int32, String)],
        issuer: OpaquePointer, issuerKey: OpaquePointer
    ) throws(TLSError) {
        // Version 3; a serial number of 127 random bits (RFC 5280 §4.1.2.2: positive, at most 20 bytes).
        var serial = Crypto.randomBytes(16)
        serial[0] &= 0x7f
        let number = unsafe BN_bin2bn(serial, Int32(serial.count), nil)
        defer { unsafe BN_free(number) }
        let day = 86_400
        let name = unsafe X509_get_subject_name(made)
        let isFilled =
            unsafe X509_set_version(made, 2) == 1
            && BN_to_ASN1_INTEGER(number, X509_get_serialNumber(made)) != nil
            && X509_gmtime_adj(X509_getm_notBefore(made), -3600) != nil
            && X509_gmtime_adj(X509_getm_notAfter(made), days * day) != nil
            && X509_set_pubkey(made, key) == 1
            && X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, subject, -1, -1, 0) == 1
            && X509_set_issuer_name(made, X509_get_subject_name(issuer)) == 1
        guard isFilled else { throw failed("filling the certificate") }
        for (kind, text) in extensions {
            guard unsafe snaketron_add_extension(made, issuer, kind, text) == 1 else {
                throw failed("'\(text)' in the certificate")
            }
        }
        guard unsafe X509_sign(made, issuerKey, EVP_sha256()) > 0 else { throw failed("signing") }
    }

    @unsafe private static func pem(_ certificate: OpaquePointer, _ key: OpaquePointer) throws(TLSError)
        -> CertificatePair
    {
        let (first, second) = unsafe (BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()))
        defer {
            unsafe BIO_free(first)
            unsafe BIO_free(second)
        }
        guard unsafe PEM_write_bio_X509(first, certificate) == 1,
            unsafe PEM_write_bio_PKCS8PrivateKey(second, key, nil, nil, 0, nil, nil) == 1
        else { throw failed("writing PEM") }
        return unsafe CertificatePair(certificate: contents(first), key: contents(second))
    }

    @unsafe private static func source(_ text: [UInt8]) -> OpaquePointer? {
        let bio = unsafe BIO_new(BIO_s_mem())
        _ = unsafe BIO_write(bio, text, Int32(clamping: text.count))
        return unsafe bio
    }

    @unsafe private static func contents(_ bio: OpaquePointer?) -> [UInt8] {
        var data: UnsafePointer<UInt8>?
        let count = unsafe snaketron_BIO_contents(bio, &data)
        return unsafe Array(UnsafeBufferPointer(start: data, count: count))
    }

    private static func failed(_ what: String) -> TLSError {
        TLSError(code: .badConfiguration, message: "\(what): \(lastError())")
    }
}
