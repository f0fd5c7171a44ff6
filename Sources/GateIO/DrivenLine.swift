import Vocabulary

/// A role's line, driven as its keeper says. Used from one thread.
final class DrivenLine {
    let role: OutputRole
    private let address: LineAddress
    private let source: any LineSource
    private var keeper: LineKeeper
    private var line: (any HeldLine)?
    private var told: LineFault?

    /// When it last moved, read after the move.
    private(set) var moved: MonotonicTime?

    /// Nil where the source has no line for the role. Nothing is requested before the first `drive`.
    init?(_ role: OutputRole, from source: any LineSource, at now: MonotonicTime) {
        guard let address = source.address(of: role) else { return nil }
        self.role = role
        self.address = address
        self.source = source
        keeper = LineKeeper(at: now)
    }

    /// Where it stands; nil where that is not known.
    var level: Bool? { keeper.level }

    /// Whether nothing is left to do to have it at rest: it is, or there is no line.
    var isSettled: Bool { level == false || line == nil }

    /// What is wrong with it now.
    var fault: LineFault? { keeper.error.map { LineFault($0, role: .output(role), at: address) } }

    /// When it is to be driven again though nothing new is wanted.
    func due(wanted: Bool) -> MonotonicTime { keeper.due(wanted: wanted) }

    /// Does all that can be done now to have it energised or at rest.
    func drive(_ wanted: Bool, at now: MonotonicTime) {
        while let action = keeper.next(wanted: wanted, at: now) {
            do throws(LineError) {
                try perform(action)
                keeper.did(action, at: now)
            } catch { keeper.failed(action, error, at: now) }
        }
    }

    /// Energises it now, whatever went before, and gives the instant it moved; throws what is in the way.
    func energise(at now: MonotonicTime) throws(LineFault) -> MonotonicTime {
        keeper.insist()
        drive(true, at: now)
        if level == true, let moved { return moved }
        throw fault ?? LineFault(LineError(.failed, code: 0), role: .output(role), at: address)
    }

    /// Lets go of it, wherever it stands.
    func release() { line = nil }

    /// What changed since it was last asked: a fault for each cause, and once that it is over.
    func change() -> LineEvent? {
        let fault = fault
        guard fault != told else { return nil }
        told = fault
        return fault.map(LineEvent.lost) ?? .back(.output(role))
    }

    private func perform(_ action: LineKeeper.Action) throws(LineError) {
        switch action {
        case .request: line = try source.request(role)
        case .set(let isEnergised):
            try line?.set(isEnergised)
            moved = .now
        case .look: try line?.look()
        case .release: line = nil
        }
    }
}
