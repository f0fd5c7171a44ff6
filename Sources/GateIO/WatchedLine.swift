import Vocabulary

/// A role's input, listened to as its keeper says. Used from one thread.
final class WatchedLine {
    /// As many edges are taken in at a time, so that a line that never stands still keeps nobody waiting.
    private static let mostEdges = 64

    let role: InputRole
    private let address: LineAddress
    private let source: any InputSource
    private let settle: Duration
    private var keeper: InputKeeper
    private var line: (any HeldInput)?
    private var debounce: Debounce?
    private var told: LineFault?

    /// Nil where the source has no line for the role. Nothing is requested before the first `watch`.
    init?(_ role: InputRole, from source: any InputSource, settle: Duration, at now: MonotonicTime) {
        guard let address = source.address(of: role) else { return nil }
        self.role = role
        self.address = address
        self.source = source
        self.settle = settle
        keeper = InputKeeper(at: now)
    }

    var descriptor: CInt? { line?.descriptor }

    /// Whether it is active; nil where that is not known.
    var level: Bool? { debounce?.level }

    /// How often it has changed and then stood still.
    private(set) var changes = 0

    /// What is wrong with it now.
    var fault: LineFault? { keeper.error.map { LineFault($0, role: .input(role), at: address) } }

    /// When it is to be watched again though no edge waits.
    var due: MonotonicTime { min(keeper.due, debounce?.due ?? keeper.due) }

    /// Takes in all that has happened, in its order.
    func watch(at now: MonotonicTime) -> [InputEvent] {
        var events: [InputEvent] = []
        do throws(LineError) {
            if line != nil {
                try read(at: now, into: &events)
            } else if keeper.wantsLine(at: now) {
                try request(at: now, into: &events)
            }
        } catch {
            (line, debounce) = (nil, nil)
            keeper.failed(error, at: now)
        }
        if fault != told {
            told = fault
            events.append(fault.map(InputEvent.lost) ?? .back(role))
        }
        return events
    }

    private func request(at now: MonotonicTime, into events: inout [InputEvent]) throws(LineError) {
        let line = try source.request(role)
        let level = try line.level()
        self.line = line
        debounce = Debounce(level: level, settle: settle, at: now)
        keeper.taken(hasEdges: line.descriptor != nil, at: now)
        events.append(.found(role, isActive: level))
    }

    private func read(at now: MonotonicTime, into events: inout [InputEvent]) throws(LineError) {
        guard let line, var debounce else { return }
        defer { self.debounce = debounce }
        func note(_ change: Edge?) {
            guard let change else { return }
            changes += 1
            events.append(.changed(role, isActive: change.isActive, at: change.time))
        }
        for _ in 0..<Self.mostEdges {
            guard let edge = try line.takeEdge() else { break }
            note(debounce.note(edge.isActive, at: edge.time))
        }
        // Edges may have been lost where many came; how the line stands now is the truth.
        note(debounce.note(try line.level(), at: now))
        note(debounce.settle(at: now))
        keeper.read(at: now)
    }
}
