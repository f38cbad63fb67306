import ClientProtocol
import Identity
import Testing

@testable import GatewayCore

@Suite struct RestorationNoticeTests {
    private let ada = SessionID(rawValue: 1)
    private let bob = SessionID(rawValue: 2)
    /// 29 November 2026, 12:31:07.250 UTC.
    private let asOf: UInt64 = 1_795_955_467_250

    private func text(_ message: ServerMessage?) -> String? {
        guard case .error(code: "restored", let text)? = message else { return nil }
        return text
    }

    @Test("each session is told once, with the time that play goes on from")
    func once() throws {
        var notice = RestorationNotice()
        #expect(notice.message(for: ada, at: 0) == nil)
        notice.heard(of: ClusterID(rawValue: 7), ago: 5_000, worldAsOf: asOf, at: 1_000)
        #expect(try #require(text(notice.message(for: ada, at: 2_000))).contains("at 12:31:07 UTC"))
        #expect(notice.message(for: ada, at: 3_000) == nil)
        #expect(notice.message(for: bob, at: 3_000) != nil)
        notice.heard(of: ClusterID(rawValue: 7), ago: 9_000, worldAsOf: asOf, at: 5_000)
        #expect(notice.message(for: ada, at: 6_000) == nil, "the same one")
        notice.heard(of: ClusterID(rawValue: 8), ago: 0, worldAsOf: 0, at: 7_000)
        #expect(try #require(text(notice.message(for: ada, at: 8_000))).contains("last moments"), "from a disk")
    }

    @Test("ten minutes after the recovery nobody is told any more")
    func ends() {
        var notice = RestorationNotice()
        notice.heard(of: ClusterID(rawValue: 7), ago: 590_000, worldAsOf: asOf, at: 1_000)
        #expect(notice.message(for: ada, at: 10_999) != nil)
        #expect(notice.message(for: bob, at: 11_000) == nil)
        notice.heard(of: ClusterID(rawValue: 7), ago: 599_000, worldAsOf: asOf, at: 11_100)
        #expect(notice.message(for: ada, at: 11_200) == nil, "the registry's word is a little behind")
        notice.heard(of: ClusterID(rawValue: 9), ago: .max, worldAsOf: .max, at: 12_000)
        #expect(notice.message(for: bob, at: 12_000) == nil)
    }

    @Test("nothing is told once the registry tells of none")
    func none() {
        var notice = RestorationNotice()
        notice.heard(of: ClusterID(rawValue: 7), ago: 0, worldAsOf: asOf, at: 1_000)
        notice.heardOfNone()
        #expect(notice.message(for: ada, at: 2_000) == nil)
    }
}
