import Glibc
import Synchronization
import Testing
import Vocabulary

@testable import GateIO

/// The thread that ends the pulse, on the clock, with short pulses.
@Suite struct LockThreadTests {
    func gate(_ file: ChangeFile, pulse: Duration = .milliseconds(200), _ script: @escaping SimulatedBoard.Script)
        -> GateOutputs
    {
        let board = SimulatedBoard(file: file.path, prefix: nil, script: script)
        return GateOutputs(source: board, timing: GateTiming(pulse: pulse), at: .now)
    }

    /// The controller's thread admits, and hangs in the green lamp's driver until the lock is seen at rest.
    @Test("the rest hangs, the pulse still ends")
    func hang() throws {
        let file = try ChangeFile()
        var ends: [CInt] = [0, 0]
        try #require(pipe(&ends) == 0)
        defer { close(ends[0]) }
        let gate = gate(file) { [end = ends[0]] role, act in
            guard role == .green, act == .set(true) else { return 0 }
            var byte: UInt8 = 0
            read(end, &byte, 1)
            return 0
        }
        let seen = Mutex<[String]>([])
        try startThread { [letGo = ends[1]] in
            let changes = try? file.changes { $0.contains { $0.words == "lock 0" } }
            seen.withLock { $0 = changes?.map(\.words) ?? [] }
            close(letGo)
        }
        try gate.show(.admit, at: .now)
        #expect(seen.withLock { $0 } == ["lock 1", "lock 0"], "it went on only after the lock was at rest")
    }

    @Test("a drop that fails is tried again, and is a fault meanwhile")
    func failedDrop() throws {
        let file = try ChangeFile()
        let drops = Atomic(0)
        let gate = gate(file) { role, act in
            guard role == .lock, act == .set(false) else { return 0 }
            return drops.add(1, ordering: .relaxed).newValue <= 2 ? EIO : 0
        }
        try gate.show(.admit, at: .now)
        let events = try tick(gate) { $0.count == 2 }
        let fault = try fault(of: events.first)
        #expect(fault.kind == .failed && fault.code == EIO && events[1] == .back(.output(.lock)))
        #expect(drops.load(ordering: .relaxed) == 3)
        #expect(try file.changes().filter { $0.line == "lock" }.map(\.level) == [1, 0])
    }

    @Test("a drop that never succeeds: the line is given back and requested anew, which rests it")
    func lastMeans() throws {
        let file = try ChangeFile()
        let requests = Atomic(0)
        let gate = gate(file) { role, act in
            guard role == .lock else { return 0 }
            if act == .request { requests.add(1, ordering: .relaxed) }
            return act == .set(false) ? EIO : 0
        }
        try gate.show(.admit, at: .now)
        let changes = try file.changes { $0.contains { $0.words == "lock 0" } }.filter { $0.line == "lock" }
        #expect(changes.map(\.level) == [1, 0])
        _ = try tick(gate) { $0.last == .back(.output(.lock)) }
        #expect(requests.load(ordering: .relaxed) == 2 && gate.isLockReady)
    }

    @Test("a lock that could not be energised is at rest, in fault, and tried at the next admission")
    func failedRaise() throws {
        let file = try ChangeFile()
        let isBroken = Atomic(true)
        let gate = gate(file) { role, act in
            role == .lock && act == .set(true) && isBroken.load(ordering: .relaxed) ? EIO : 0
        }
        let fault = try #require(throws: LineFault.self) { try gate.show(.admit, at: .now) }
        #expect(fault.code == EIO && gate.isLockReady && gate.state.lock == .atRest && gate.state.faults == [fault])
        isBroken.store(false, ordering: .relaxed)
        #expect(try gate.show(.admit, at: .now) != nil)
        #expect(try tick(gate) { $0.count == 2 } == [.lost(fault), .back(.output(.lock))])
    }

    @Test("a chip that goes and comes back within a pulse does not release the lock again")
    func vanishedInAPulse() throws {
        let file = try ChangeFile()
        let isGone = Atomic(false)
        let gate = gate(file, pulse: .seconds(30)) { role, act in
            role == .lock && [.look, .request].contains(act) && isGone.load(ordering: .relaxed) ? ENODEV : 0
        }
        try gate.show(.admit, at: .now)
        isGone.store(true, ordering: .relaxed)
        _ = try tick(gate) { !$0.isEmpty }
        #expect(gate.state.levels[.green] == false && !gate.isLockReady)
        isGone.store(false, ordering: .relaxed)
        _ = try tick(gate) { $0.last == .back(.output(.lock)) }
        #expect(gate.isLockReady && gate.state.lock == .atRest)
        #expect(try file.changes().filter { $0.line == "lock" }.map(\.level) == [1, 0])
    }

    @Test("a line that moves too late is brought to rest, and the admission has failed")
    func late() throws {
        let file = try ChangeFile()
        var ends: [CInt] = [0, 0]
        try #require(pipe(&ends) == 0)
        defer { close(ends[0]) }
        let gate = gate(file, pulse: .seconds(30)) { [end = ends[0]] role, act in
            guard role == .lock, act == .set(true) else { return 0 }
            var byte: UInt8 = 0
            read(end, &byte, 1)
            return 0
        }
        let fault = try #require(throws: LineFault.self) { try gate.show(.admit, at: .now) }
        #expect(fault.code == ETIMEDOUT && !gate.isLockReady && gate.state.lock == .fault(fault))
        close(ends[1])
        let changes = try file.changes { $0.contains { $0.words == "lock 0" } }.filter { $0.line == "lock" }
        #expect(changes[1].nanoseconds - changes[0].nanoseconds < 2_000_000_000)
        #expect(try tick(gate) { $0.count == 2 } == [.lost(fault), .back(.output(.lock))])
    }

    @Test("a line that does not even answer its request is a fault, and the gate stays shut until it does")
    func hungRequest() throws {
        let file = try ChangeFile()
        var ends: [CInt] = [0, 0]
        try #require(pipe(&ends) == 0)
        defer { close(ends[0]) }
        let gate = gate(file) { [end = ends[0]] role, act in
            guard role == .lock, act == .request else { return 0 }
            var byte: UInt8 = 0
            read(end, &byte, 1)
            return 0
        }
        let fault = try fault(of: gate.tick(at: .now).first)
        #expect(fault.code == ETIMEDOUT && !gate.isLockReady && gate.state.lock == .fault(fault))
        #expect(throws: fault) { try gate.show(.admit, at: .now) }
        close(ends[1])
        #expect(try tick(gate) { !$0.isEmpty } == [.back(.output(.lock))])
        #expect(gate.isLockReady && gate.state.lock == .atRest)
    }
}
