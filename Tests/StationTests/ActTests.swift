import Credentials
import Testing
import Vocabulary

@testable import Station

private func at(_ seconds: Int64) -> MonotonicTime { MonotonicTime(nanoseconds: 1_000_000_000) + .seconds(seconds) }

@Suite("What people make a gate do")
struct ActTests {
    private let examination = Examination(format: .sitePass, signature: .valid, outcome: .failure(.malformed))

    @Test("every act by every authority has a note that the ledger takes")
    func notes() {
        let notes = StationAct.allCases.flatMap { act in Authority.allCases.map { act.note(by: $0) } }
        #expect(Set(notes).count == notes.count)
        for note in notes {
            #expect(note.utf8.count <= 40)
            #expect(note.utf8.allSatisfy { $0 == 45 || (97...122).contains($0) || (48...57).contains($0) })
        }
    }

    @Test("who opens for somebody else overrides the gate, who leaves does not")
    func kinds() {
        #expect(StationAct.allCases.filter { $0.kind == .override } == [.admit, .override])
        #expect(StationAct.allCases.filter { $0.kind == .command }.count == StationAct.allCases.count - 3)
        #expect(StationAct.allCases.filter { $0.kind == .exit } == [.exit])
    }

    @Test("who was referred can be let in for half a minute")
    func referral() {
        var window = ReferralWindow(length: .seconds(30))
        #expect(window.current(at: at(0)) == nil)
        window.open(for: examination, at: at(0))
        #expect(window.current(at: at(29)) != nil && window.remaining(at: at(29)) == .seconds(1))
        #expect(window.current(at: at(30)) == nil && window.remaining(at: at(30)) == nil)
    }

    @Test("the last who was referred counts, and once let in nobody waits")
    func lastReferral() {
        var window = ReferralWindow(length: .seconds(30))
        window.open(for: examination, at: at(0))
        window.open(for: Examination(format: nil, signature: .none, outcome: .failure(.notAPass)), at: at(20))
        #expect(window.current(at: at(45))?.signature == SignatureState.none)
        window.close()
        #expect(window.current(at: at(45)) == nil && window.remaining(at: at(45)) == nil)
    }

    @Test("service mode ends by itself after a quarter of an hour, once")
    func serviceMode() {
        var service = ServiceMode()
        let early = service.tick(at: at(0))
        #expect(!service.isOn && !early)
        service.begin(at: at(0))
        #expect(service.isOn && service.due == at(900))
        let ends = [899, 900, 901].map { service.tick(at: at($0)) }
        #expect(ends == [false, true, false] && !service.isOn)
    }

    @Test("begun again, service mode counts anew; ended by hand it is over")
    func serviceModeAgain() {
        var service = ServiceMode()
        service.begin(at: at(0))
        service.begin(at: at(600))
        let hasEnded = service.tick(at: at(900))
        #expect(!hasEnded && service.due == at(1500))
        service.end()
        let endsAgain = service.tick(at: at(1500))
        #expect(!service.isOn && service.due == nil && !endsAgain)
    }
}
