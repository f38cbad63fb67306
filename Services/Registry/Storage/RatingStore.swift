package import Identity

/// A finished match of a queue, as its replay proves it.
package struct RatedMatch: Equatable, Sendable {
    package struct Side: Equatable, Sendable {
        package let users: [UserID]
        /// From 1; equal ranks are a draw.
        package let rank: Int

        package init(users: [UserID], rank: Int) {
            self.users = users
            self.rank = rank
        }
    }

    package let queue: RatedQueue
    package let sides: [Side]

    /// - Returns: `nil` unless two sides have a player each and no player is there twice.
    package init?(queue: RatedQueue, sides: [Side]) {
        let users = sides.flatMap(\.users)
        guard sides.count >= 2, sides.allSatisfy({ !$0.users.isEmpty }), Set(users).count == users.count else {
            return nil
        }
        self.queue = queue
        self.sides = sides
    }

    /// In ascending order, so that two transactions never wait for each other.
    var users: [UserID] { sides.flatMap(\.users).sorted { $0.rawValue < $1.rawValue } }

    /// What a match makes of what is stored; players without a row are new.
    func applied(to stored: [UserID: StoredRating], by match: MatchID, season: Int) -> [StoredRating] {
        func before(_ user: UserID) -> Rating {
            guard let row = stored[user] else { return .start }
            return row.rating.widened(seasons: season - row.season)
        }
        let after = Rating.after(sides.map { Rating.Side(players: $0.users.map(before), rank: $0.rank) })
        let first = sides.map(\.rank).min() ?? 1
        let isDraw = sides.allSatisfy { $0.rank == first }
        return zip(sides, after).flatMap { side, ratings in
            zip(side.users, ratings).map { user, rating in
                let row = stored[user]
                return StoredRating(
                    user: user, queue: queue, rating: rating, season: season, matches: (row?.matches ?? 0) + 1,
                    wins: (row?.wins ?? 0) + (side.rank == first && !isDraw ? 1 : 0),
                    last: StoredRating.Last(match: match, mean: before(user).mean))
            }
        }
    }
}

/// One row of the ratings.
package struct StoredRating: Equatable, Sendable {
    /// The match that moved a rating last, and its mean before.
    package struct Last: Equatable, Sendable {
        package let match: MatchID
        package let mean: Double

        package init(match: MatchID, mean: Double) {
            self.match = match
            self.mean = Rating(mean: mean, deviation: 0).mean
        }
    }

    package let user: UserID
    package let queue: RatedQueue
    package let rating: Rating
    /// Of the last match: four times the year plus the quarter from 0, UTC.
    package let season: Int
    package let matches: Int
    package let wins: Int
    /// `nil` where an older build counted the last match.
    package let last: Last?

    package init(
        user: UserID, queue: RatedQueue, rating: Rating, season: Int, matches: Int, wins: Int, last: Last?
    ) {
        self.user = user
        self.queue = queue
        self.rating = rating
        self.season = season
        self.matches = matches
        self.wins = wins
        self.last = last
    }
}

extension StoredRating {
    /// As it counts in that season.
    func widened(to present: Int) -> StoredRating {
        StoredRating(
            user: user, queue: queue, rating: rating.widened(seasons: present - season), season: season,
            matches: matches, wins: wins, last: last)
    }
}

/// The best of one queue in the season of now.
package struct Leaderboard: Equatable, Sendable {
    package struct Row: Equatable, Sendable {
        package let name: String
        package let rating: StoredRating
    }

    package static let rows = 1...100
    package let season: Int
    package let rows: [Row]
}
