import ClientProtocol
import GameCore

/// What no client may send. The gateway closes such a socket with 1002, 1007, 1008 or 1009, or leaves it open and refuses; nobody
/// else may notice.
extension LoadPlayer {
    mutating func attack(_ link: Int, at now: Int64, _ desk: inout LoadDesk) {
        acts = now + 3_000_000
        func text(_ words: String) -> LoadDesk.Action { .text(link: link, Array(words.utf8)) }
        func noise(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) } }
        switch random.below(8) {
        case 0: break  // never says hello
        case 1: desk.actions.append(.raw(link: link, noise(64)))
        case 2: desk.actions.append(text(#"{"type":"hello","version":1,"token":"x.y.z","session":"0"}"#))
        case 3: desk.actions.append(text(String(repeating: "[", count: 4_000)))
        case 4: desk.actions.append(text(String(repeating: "x", count: 8_000)))
        case 5: desk.actions.append(.binary(link: link, noise(2_000)))
        case 6:
            sayHello(link, &desk)
            for _ in 0..<200 { desk.say(.ping(t: "0"), on: link) }
        default:
            sayHello(link, &desk)
            for number in [7, 3, 9_007_199_254_740_991, 1] as [UInt64] {
                desk.actions.append(text(#"{"type":"queue","seq":\#(number),"modes":["duel","x"]}"#))
            }
            desk.actions.append(.binary(link: link, [0x01] + noise(20)))
        }
    }

    mutating func sweepHostile(at now: Int64, _ desk: inout LoadDesk) {
        guard now >= acts, desk.isOpen else { return }
        acts = now + 1_000_000
        if let link = main?.number {
            desk.actions.append(.close(link: link))
            main = nil
        } else {
            connectMain(at: now, &desk)
        }
    }

    mutating func closedHostile(_ link: Int, _ code: UInt16, at now: Int64, _ desk: inout LoadDesk) {
        desk.tally.hostileCloses[code, default: 0] += 1
        guard main?.number == link else { return }
        main = nil
        acts = now + 1_000_000
    }
}
