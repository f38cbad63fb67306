import GameCore

import enum ClientProtocol.OutcomeCode

extension OutcomeCode {
    init(_ refusal: InputRefusal) {
        self =
            switch refusal {
            case .notPlaying: .notAllowed
            case .oppositeTurn: .oppositeTurn
            case .tooFarAhead: .tooFarAhead
            case .onePerTick: .onePerTick
            }
    }
}
