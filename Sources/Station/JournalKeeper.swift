import Vocabulary

/// Tells the journal what happens at a station.
public final class JournalKeeper: StationObserver {
    private let journal: Journal

    public init(_ journal: Journal) { self.journal = journal }

    public func note(_ event: StationEvent) {
        switch event {
        case .decided(let decision):
            let delay = Int((decision.answered - decision.firstSeen).inMilliseconds.rounded())
            journal.write(
                .info,
                "\(decision.gate): \(decision.verdict.rawValue), \(decision.reason.rawValue), "
                    + (decision.colour.map { "\($0.rawValue), " } ?? "")
                    + "\(decision.holderClass?.rawValue ?? "no class"), lock \(decision.lock.rawValue), \(delay) ms, "
                    + "row \(decision.sequence)",
                as: .decided,
                [
                    .gate: decision.gate, .verdict: decision.verdict.rawValue, .reason: decision.reason.rawValue,
                    .colour: decision.colour?.rawValue ?? "",
                    .holderClass: decision.holderClass?.rawValue ?? "", .lock: decision.lock.rawValue,
                    .delay: "\(delay)", .row: "\(decision.sequence)",
                ])
        case .acted(let act):
            journal.write(
                .notice,
                "\(Self.place(act.gate))\(act.act.note(by: act.authority))"
                    + (act.lock.map { ", lock \($0.rawValue)" } ?? ""),
                as: .acted, [.gate: act.gate])
        case .incident(let incident, let gate, let detail):
            journal.write(
                .error, "\(Self.place(gate))\(incident.rawValue): \(detail)", as: JournalMessage(incident),
                [.gate: gate, .incident: incident.rawValue])
        case .recovered(let gate, let what, _):
            journal.write(.notice, "\(Self.place(gate))\(what)", as: .recovered, [.gate: gate])
        case .readerReady(let gate, let walls):
            journal.write(
                .info,
                "\(gate): a reader has locked itself in (seccomp"
                    + (walls.landlock > 0 ? ", Landlock \(walls.landlock))" : "; this kernel has no Landlock)"),
                as: .readerReady, [.gate: gate])
        case .camera(let gate, .streaming(let width, let height, let note)):
            journal.write(
                .info, "\(gate): frames of \(width)x\(height)\(note.isEmpty ? "" : "; \(note)")", as: .cameraStreaming,
                [.gate: gate])
        case .camera(let gate, .ended):
            journal.write(.info, "\(gate): no more frames", as: .cameraEnded, [.gate: gate])
        case .clock(let news):
            journal.write(.notice, news.words, as: JournalMessage(news), [.gate: news.gate])
        case .camera(_, .lost), .outputs, .door, .figures, .occupancy, .collecting: break
        }
    }

    /// An incident of the whole station has no gate.
    private static func place(_ gate: String) -> String { gate.isEmpty ? "" : "\(gate): " }
}
