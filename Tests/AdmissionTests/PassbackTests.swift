import Credentials
import Testing
import Vocabulary

@testable import Admission

private func at(_ seconds: Int64) -> MonotonicTime { MonotonicTime(nanoseconds: 0) + .seconds(seconds) }
private func pass(_ number: Int) -> CredentialHash { CredentialHash(bytes: [UInt8(number >> 8), UInt8(number & 255)]) }

@Suite("Passes that came in") struct PassbackTests {
    private func passback(_ mode: PassbackRules.Mode) -> Passback {
        var rules = PassbackRules()
        rules.modes = [.visitor: mode]
        return Passback(rules: rules)
    }

    @Test(
        "what is against a pass that is inside",
        arguments: [
            (PassbackRules.Mode.off, nil), (.hard, Passback.Finding.denied), (.soft, .referred), (.timed, .denied),
        ])
    func modes(mode: PassbackRules.Mode, finding: Passback.Finding?) {
        var passback = passback(mode)
        #expect(passback.finding(for: pass(1), of: .visitor, at: at(0)) == nil)
        passback.enter(pass(1), at: at(0))
        #expect(passback.finding(for: pass(1), of: .visitor, at: at(599)) == finding)
        #expect(passback.finding(for: pass(2), of: .visitor, at: at(599)) == nil)
        #expect(passback.finding(for: pass(1), of: .member, at: at(599)) == nil, "each class has its own mode")
        let lasts = passback.finding(for: pass(1), of: .visitor, at: at(600)) != nil
        #expect(lasts == (mode == .hard || mode == .soft))
    }

    @Test("a pass that left may come in again, and so may one that is forgiven")
    func forgiven() {
        var passback = passback(.hard)
        for number in 1...3 { passback.enter(pass(number), at: at(0)) }
        let wasInside = [passback.forgive(pass(1)), passback.forgive(pass(1))]
        #expect(wasInside == [true, false])
        #expect(passback.finding(for: pass(1), of: .visitor, at: at(1)) == nil)
        #expect(passback.finding(for: pass(2), of: .visitor, at: at(1)) == .denied)
        passback.forgiveAll()
        #expect(passback.finding(for: pass(2), of: .visitor, at: at(1)) == nil && passback.count == 0)
    }

    @Test("who came in before the start is kept out for what is left of the time")
    func ago() {
        var passback = passback(.timed)
        passback.enter(pass(1), at: at(10), ago: .seconds(500))
        passback.enter(pass(2), at: at(10), ago: .seconds(-500))
        #expect(passback.finding(for: pass(1), of: .visitor, at: at(109)) == .denied)
        #expect(passback.finding(for: pass(1), of: .visitor, at: at(110)) == nil)
        #expect(passback.finding(for: pass(2), of: .visitor, at: at(609)) == .denied)
    }

    @Test("however many come, the memory is bounded, and the first makes room")
    func bounded() {
        var passback = passback(.hard)
        for number in 0...Passback.capacity { passback.enter(pass(number), at: at(Int64(number))) }
        #expect(passback.count == Passback.capacity)
        #expect(passback.finding(for: pass(0), of: .visitor, at: at(0)) == nil)
        #expect(passback.finding(for: pass(1), of: .visitor, at: at(0)) == .denied)
    }
}

@Suite("Who waits") struct WaitingLineTests {
    @Test("each is told how many came before, and asking again changes no place")
    func places() {
        var line = WaitingLine()
        var places = [1, 2, 3, 2].map { line.join(pass($0), at: at(0)) }
        #expect(places == [0, 1, 2, 1])
        line.leave(pass(1))
        places = [line.join(pass(3), at: at(2))]
        #expect(places == [1] && line.count(at: at(2)) == 2)
    }

    @Test("who did not come again for a quarter of an hour has gone")
    func gone() {
        var line = WaitingLine()
        _ = line.join(pass(1), at: at(0))
        #expect(line.count(at: at(899)) == 1 && line.count(at: at(900)) == 0)
        let before = line.join(pass(2), at: at(900))
        #expect(before == 0)
    }

    @Test("a line that is too long tells no place")
    func long() {
        var line = WaitingLine()
        for number in 0..<WaitingLine.capacity { _ = line.join(pass(number), at: at(0)) }
        let before = line.join(pass(999), at: at(0))
        #expect(before == nil && line.count(at: at(0)) == WaitingLine.capacity)
    }
}
