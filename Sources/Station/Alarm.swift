import Vocabulary

/// A gate's alarm: it sounds while its cause lasts, is silenced by an officer, and sounds again when the cause is still
/// there after a while.
struct Alarm: Hashable, Sendable {
    static let repeatInterval = Duration.seconds(10 * 60)

    private enum State: Hashable, Sendable {
        case quiet
        case sounding
        case acknowledged(until: MonotonicTime)
    }

    private var state = State.quiet

    var isSounding: Bool { state == .sounding }

    /// Whether its cause lasts, sounding or silenced.
    var isRaised: Bool { state != .quiet }

    /// When it sounds again unless its cause has gone.
    var due: MonotonicTime? { if case .acknowledged(let until) = state { until } else { nil } }

    /// How its cause is now.
    mutating func update(isRaised: Bool, at now: MonotonicTime) {
        switch state {
        case _ where !isRaised: state = .quiet
        case .quiet: state = .sounding
        case .acknowledged(let until) where now >= until: state = .sounding
        case .acknowledged, .sounding: break
        }
    }

    /// Silences it. False where it did not sound.
    mutating func acknowledge(at now: MonotonicTime) -> Bool {
        guard isSounding else { return false }
        state = .acknowledged(until: now + Self.repeatInterval)
        return true
    }
}
