import Testing
import Vocabulary

@testable import GateIO

/// Pulse, patterns and what is shown when, with stated times.
@Suite struct PatternTests {
    @Test func aPulseEndsOneLengthAfterTheNewestAdmission() {
        var pulse = Pulse(length: .seconds(5))
        #expect(!pulse.isOn(at: .at(0)))
        pulse.begin(at: .at(1000))
        #expect(pulse.isOn(at: .at(5999)) && !pulse.isOn(at: .at(6000)))
        pulse.begin(at: .at(4000))
        #expect(pulse.end == .at(9000))
        pulse.cancel()
        #expect(!pulse.isOn(at: .at(4001)))
    }

    @Test func timingsAreBounded() {
        let least = GateTiming(pulse: .zero, show: .zero)
        #expect(least.pulse == .milliseconds(200) && least.show == .milliseconds(500))
        let most = GateTiming(pulse: .seconds(3600), show: .seconds(3600))
        #expect(most.pulse == .seconds(30) && most.show == .seconds(30))
    }

    /// The times at which a lamp or the buzzer goes on within the first seconds.
    func onsets(_ pattern: Pattern, _ isOn: (Lights) -> Bool, milliseconds: Int = 4000) -> [Int] {
        (0..<milliseconds).filter { at in
            let now = isOn(pattern.lights(after: .milliseconds(at)).lights)
            return now && (at == 0 || !isOn(pattern.lights(after: .milliseconds(at - 1)).lights))
        }
    }

    @Test func denyBuzzesTwiceAndBlinksOn() {
        #expect(onsets(.deny, { $0.isBuzzing }) == [0, 400])
        #expect(onsets(.deny, { $0.lamp == .red }, milliseconds: 2000) == [0, 400, 800, 1200, 1600])
        #expect(onsets(.deny, { $0.lamp != nil && $0.lamp != .red }).isEmpty)
    }

    static let patterns: [Pattern] = [.ready, .admit, .taken, .refer, .deny, .clock, .alarm, .fault]

    @Test func everyAnswerHasARhythmOfItsOwn() {
        let rhythms = Self.patterns.map { pattern in
            (0..<2000).map { pattern.lights(after: .milliseconds($0)).lights.lamp != nil }
        }
        #expect(Set(rhythms).count == Self.patterns.count)
    }

    @Test func nothingFlashesMoreThanThreeTimesASecond() {
        for pattern in Self.patterns {
            let onsets = onsets(pattern, { $0.lamp != nil })
            for first in onsets { #expect(onsets.count { (first..<first + 1000).contains($0) } <= 3) }
        }
    }

    @Test func onlyAnAdmissionLooksLikeGo() {
        #expect(Pattern.admit.lights(after: .seconds(1)) == (Lights(lamp: .green), nil))
        #expect(onsets(.taken, { $0.lamp == .green }, milliseconds: 2000) == [0, 600, 1200, 1800])
        #expect(onsets(.clock, { $0.lamp == .amber }, milliseconds: 6001) == [0, 3000, 6000])
    }

    @Test func whatRemainsOfAStepIsTold() {
        #expect(Pattern.refer.lights(after: .milliseconds(300)).remaining == .milliseconds(500))
        #expect(Pattern.refer.lights(after: .milliseconds(5900)).remaining == .milliseconds(100))
        #expect(Pattern.admit.lights(after: .seconds(3)).remaining == nil)
    }

    @Test func anAnswerIsShownForItsTimeAndThenNothing() {
        var display = Display(show: .seconds(3), at: .at(0))
        #expect(display.lights(at: .at(0)) == (.dark, nil))
        display.answer(.refer, at: .at(100))
        #expect(display.lights(at: .at(100)) == (Lights(lamp: .amber), .at(900)))
        #expect(display.lights(at: .at(3099)) == (.dark, .at(3100)))
        #expect(display.lights(at: .at(3100)) == (.dark, nil))
    }

    @Test func greenLastsAsLongAsThePulse() {
        var display = Display(show: .seconds(3), at: .at(0))
        display.answer(.deny, at: .at(0))
        display.admit(at: .at(500), until: .at(5500))
        #expect(display.lights(at: .at(500)) == (Lights(lamp: .green), .at(5500)))
        display.answer(.deny, at: .at(1000))
        #expect(display.lights(at: .at(1000)).lights == Lights(lamp: .red, isBuzzing: true))
        #expect(display.lights(at: .at(4000)) == (Lights(lamp: .green), .at(5500)), "the pulse still goes on")
        display.endPulse()
        #expect(display.lights(at: .at(4001)).lights == .dark)
    }

    @Test func aFaultIsUnderEveryAnswer() {
        var display = Display(show: .seconds(3), at: .at(0))
        display.rest(.fault, at: .at(100))
        #expect(display.lights(at: .at(100)).lights.lamp == .red)
        display.rest(.fault, at: .at(400))
        #expect(display.lights(at: .at(400)).lights.lamp == .amber, "saying it again does not start it again")
        display.answer(.refer, at: .at(500))
        #expect(display.lights(at: .at(600)).lights.lamp == .amber)
        display.rest(.ready, at: .at(4000))
        #expect(display.lights(at: .at(4000)) == (.dark, nil))
    }
}
