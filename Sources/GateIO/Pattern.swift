import Vocabulary

/// A lamp; at most one is lit.
enum Lamp: Sendable, CaseIterable {
    case green, amber, red

    var role: OutputRole {
        switch self {
        case .green: .green
        case .amber: .amber
        case .red: .red
        }
    }
}

/// What is lit and sounds at one instant.
struct Lights: Hashable, Sendable {
    var lamp: Lamp?
    var isBuzzing = false
    /// Whether the alarm's line is tried; an alarm itself is none of the lights.
    var isAlarmTried = false

    static let dark = Lights()

    func isOn(_ role: OutputRole) -> Bool {
        switch role {
        case .buzzer: isBuzzing
        case .alarm: isAlarmTried
        case .lock, .green, .amber, .red: lamp?.role == role
        }
    }
}

/// Lights over time: each answer has a rhythm of its own, so that it is known without telling colours apart.
struct Pattern: Hashable, Sendable {
    struct Step: Hashable, Sendable {
        var lights: Lights
        var length: Duration

        init(_ lamp: Lamp?, _ milliseconds: Int, isBuzzing: Bool = false) {
            self.init(Lights(lamp: lamp, isBuzzing: isBuzzing), milliseconds)
        }

        init(_ lights: Lights, _ milliseconds: Int) {
            self.lights = lights
            length = .milliseconds(milliseconds)
        }
    }

    /// Shown once, first.
    var opening: [Step] = []
    /// Shown again and again; a single step is a steady light.
    var cycle: [Step]

    /// Dark: green only ever means go, and a gate that waits has nothing to say.
    static let ready = Pattern(cycle: [Step(nil, 1000)])
    /// Steady green.
    static let admit = Pattern(cycle: [Step(.green, 1000)])
    /// Amber, long and short.
    static let refer = Pattern(cycle: [Step(.amber, 800), Step(nil, 200)])
    /// Red, quick and even, with two short buzzes. Never more than three flashes a second (WCAG 2.3.1).
    static let deny = Pattern(
        opening: [
            Step(.red, 200, isBuzzing: true), Step(nil, 200), Step(.red, 200, isBuzzing: true), Step(nil, 200),
        ],
        cycle: [Step(.red, 200), Step(nil, 200)])
    /// Green, even: heard and taken, but not go.
    static let taken = Pattern(cycle: [Step(.green, 300), Step(nil, 300)])
    /// A short amber flash and a long pause.
    static let clock = Pattern(cycle: [Step(.amber, 150), Step(nil, 2850)])
    /// A double flash, red and amber, and a long pause.
    static let fault = Pattern(
        cycle: [Step(.red, 150), Step(nil, 150), Step(.amber, 150), Step(nil, 1550)])
    /// Red and amber in turn, slowly and never dark: somebody works here.
    static let service = Pattern(cycle: [Step(.red, 1000), Step(.amber, 1000)])

    /// This line alone, even and with pauses.
    static func trial(of role: OutputRole) -> Pattern {
        let lights = Lights(
            lamp: Lamp.allCases.first { $0.role == role }, isBuzzing: role == .buzzer, isAlarmTried: role == .alarm)
        return Pattern(cycle: [Step(lights, 400), Step(nil, 400)])
    }

    /// Red, slow and even, with the buzzer.
    static let alarm = Pattern(cycle: [Step(.red, 500, isBuzzing: true), Step(nil, 500)])
    /// The same, silenced.
    static let acknowledgedAlarm = Pattern(cycle: [Step(.red, 500), Step(nil, 500)])

    /// The lights so long after the beginning, and how long they stay; nil: for good.
    func lights(after elapsed: Duration) -> (lights: Lights, remaining: Duration?) {
        var rest = max(elapsed, .zero)
        for step in opening {
            if rest < step.length { return (step.lights, step.length - rest) }
            rest -= step.length
        }
        if cycle.count == 1 { return (cycle[0].lights, nil) }
        let length = cycle.reduce(Duration.zero) { $0 + $1.length }
        rest = .nanoseconds(rest.inNanoseconds % length.inNanoseconds)
        for step in cycle {
            if rest < step.length { return (step.lights, step.length - rest) }
            rest -= step.length
        }
        preconditionFailure("a pattern without a cycle")
    }
}
