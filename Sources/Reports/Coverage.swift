import Admission
import Ledger
import Vocabulary

/// What those who came showed of their vaccination (cakupan).
///
/// Whoever shows a pass counts once a day, by the first presentation; whoever shows none counts where the gate let somebody
/// in.
struct Coverage: Sendable {
    struct Counts: Hashable, Sendable {
        var colours: [Colour: Int] = [:]
        /// Showed no health certificate.
        var nothing = 0

        var people: Int { colours.values.reduce(nothing, +) }
    }

    /// How often the first presentation of somebody's day sufficed.
    struct FirstTry: Hashable, Sendable {
        /// People with a pass that was verified, a day each.
        var people = 0
        /// Of these, whom the gate let in at once.
        var admitted = 0
    }

    private(set) var total = Counts()
    /// By days since 1970, local.
    private(set) var days: [Int64: Counts] = [:]
    private(set) var firstTry = FirstTry()
    /// Presentations, and those of them that were no whole credential of a known kind.
    private(set) var presentations = 0
    private(set) var notUnderstood = 0

    private var day: Int64?
    private var seen: Set<CredentialHash> = []

    private static let unreadable: Set<Reason> = [.notAPass, .unknownFormat, .malformed, .tooLong, .moreCodes]

    mutating func take(_ row: LedgerSpan.Row, on day: Int64) {
        if self.day != day {
            self.day = day
            seen = []
        }
        if row.kind == .decision {
            presentations += 1
            if row.reason.map(Self.unreadable.contains) == true { notUnderstood += 1 }
        }
        if let credential = row.credential {
            guard seen.insert(credential).inserted else { return }
            if row.kind == .decision {
                firstTry.people += 1
                if row.lock == .opened { firstTry.admitted += 1 }
            }
        } else if row.crossing != .entry {
            return
        }
        count(row.colour, in: &total)
        count(row.colour, in: &days[day, default: Counts()])
    }

    private func count(_ colour: Colour?, in counts: inout Counts) {
        if let colour { counts.colours[colour, default: 0] += 1 } else { counts.nothing += 1 }
    }
}
