import Vocabulary

/// Which pattern is shown: the newest answer for its time, over a released lock's green, over ready, clock or fault.
struct Display: Sendable {
    private struct Span: Sendable {
        var pattern: Pattern
        var begin: MonotonicTime
        /// Nil: until something else is said.
        var end: MonotonicTime?

        func isOn(at now: MonotonicTime) -> Bool { end.map { now < $0 } ?? true }
    }

    /// How long an answer is shown; counts from the next one.
    var show: Duration
    private var answer: Span?
    private var pulse: Span?
    private var base: Span

    init(show: Duration, at now: MonotonicTime) {
        self.show = show
        base = Span(pattern: .ready, begin: now)
    }

    /// The lock is released until `end`.
    mutating func admit(at now: MonotonicTime, until end: MonotonicTime) {
        pulse = Span(pattern: .admit, begin: now, end: end)
        answer = nil
    }

    /// Anything but go, for the time of `show`; a pulse that goes on is green again after it.
    mutating func answer(_ pattern: Pattern, at now: MonotonicTime) {
        answer = Span(pattern: pattern, begin: now, end: now + show)
    }

    /// The lock did not open, or is no longer known to be open.
    mutating func endPulse() { pulse = nil }

    /// What is shown when there is nothing else to say.
    mutating func rest(_ pattern: Pattern, at now: MonotonicTime) {
        if base.pattern != pattern { base = Span(pattern: pattern, begin: now) }
    }

    /// What is lit now, and when that changes; nil: not by itself.
    func lights(at now: MonotonicTime) -> (lights: Lights, until: MonotonicTime?) {
        let span = [answer, pulse].compactMap { $0 }.first { $0.isOn(at: now) } ?? base
        let (lights, remaining) = span.pattern.lights(after: now - span.begin)
        return (lights, [remaining.map { now + $0 }, span.end].compactMap { $0 }.min())
    }
}
