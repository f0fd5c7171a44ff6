import Admission
import ArgumentParser
import Credentials
import Station
import Vocabulary

/// Whom to believe, and by which rules and time to judge: the options of every command that judges without a gate.
struct JudgingOptions: ParsableArguments {
    @Option(
        name: .customLong("config"),
        help: ArgumentHelp(
            "Take trust folder, station, opening hours and rules for health certificates from this configuration.",
            valueName: "FILE"))
    var configurationFile: String?

    @Option(help: ArgumentHelp("The trust folder (standard: /etc/scan-appliance/trust).", valueName: "DIR"))
    var trust: String?

    @Option(
        help: ArgumentHelp(
            "Judge for this station; without it and a configuration the station is not judged.", valueName: "ID"))
    var station: String?

    @Option(help: ArgumentHelp("Judge for this time, as 2026-11-24T08:00:00Z; without it, now.", valueName: "RFC3339"))
    var at: WallTime?
}

/// Examines and judges one code after the other as a gate would; codes of one card are put together.
struct Examiner {
    private let trust: TrustStore
    private let policy: Policy
    private let time: WallTime?
    private var collector = HealthCardCollector()
    private var last: (payload: Payload, answer: ExaminedCode)?

    /// Throws the fault of what cannot be read.
    init(_ options: JudgingOptions) throws {
        let configuration: Configuration?
        if let folder = options.trust {
            trust = try TrustStore(folder: folder)
            configuration = try options.configurationFile.map { try Configuration(file: $0) }
        } else if let file = options.configurationFile {
            let settings = try StationSettings(file: file)
            trust = settings.trust
            configuration = settings.configuration
        } else {
            trust = try TrustStore(folder: Configuration.standardTrustFolder)
            configuration = nil
        }
        policy = Policy(
            station: options.station ?? configuration?.station, hours: configuration?.hours ?? [:],
            health: configuration?.health ?? HealthPolicy(), trustAge: configuration?.trustAge ?? TrustAgePolicy())
        time = options.at
    }

    /// The same code once more is the same presentation.
    mutating func answer(_ payload: Payload) -> ExaminedCode {
        if let last, last.payload == payload { return last.answer }
        let answer = examine(payload)
        last = (payload, answer)
        return answer
    }

    private mutating func examine(_ payload: Payload) -> ExaminedCode {
        let time = time ?? .now
        let clock = Clock(time: time, state: .trusted, minute: .local(at: time))
        let examination: Examination
        var part: ExaminedCode.Part?
        // All that one call is given is one holder's, however long it takes.
        switch collector.take(payload, at: MonotonicTime(nanoseconds: 0)) {
        case .single: examination = trust.examine(payload)
        case .whole(let card): examination = trust.examine(card)
        case .more(let have, let count):
            examination = trust.examine(payload)
            part = ExaminedCode.Part(have: have, count: count)
        }
        let credential = try? examination.outcome.get()
        return ExaminedCode(
            examination: examination,
            reason: policy.judge(examination, at: clock, trust: policy.trustAge.age(of: trust, at: clock)) { false },
            colour: credential.flatMap { policy.colour(of: $0, at: clock) },
            isExpired: credential?.isExpired(at: time), part: part)
    }
}

/// What a code is worth. Every value it gives out is of a fixed list: nothing of what the code says is among them.
struct ExaminedCode: Encodable {
    /// How many codes of a card were given so far, and how many it has.
    struct Part {
        let have: Int
        let count: Int
    }

    let examination: Examination
    let reason: Reason
    let colour: Colour?
    /// Nil where nothing was verified that could expire.
    let isExpired: Bool?
    let part: Part?

    private enum CodingKeys: String, CodingKey {
        case format, signature, expired, colour, `class`, verdict, reason, named, have, count
    }

    private var holderClass: HolderClass? { (try? examination.outcome.get())?.holderClass }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(examination.format?.rawValue ?? "none", forKey: .format)
        try container.encode(examination.signature.rawValue, forKey: .signature)
        try container.encode(isExpired, forKey: .expired)
        try container.encode(colour?.rawValue ?? "none", forKey: .colour)
        try container.encode(holderClass?.rawValue, forKey: .class)
        try container.encode(reason.verdict.rawValue, forKey: .verdict)
        try container.encode(reason.rawValue, forKey: .reason)
        try container.encode(examination.named?.rawValue, forKey: .named)
        try container.encodeIfPresent(part?.have, forKey: .have)
        try container.encodeIfPresent(part?.count, forKey: .count)
    }

    /// One line for people, without a line end.
    var text: String {
        let words = examination.named?.words ?? reason.words
        let known = [
            examination.format?.rawValue, "signature \(examination.signature.rawValue)", colour?.rawValue,
            isExpired == true ? "expired" : nil, holderClass?.rawValue, part.map { "\($0.have) of \($0.count)" },
        ]
        return "\(reason.verdict.rawValue) \(reason.rawValue): \(words) "
            + "(\(known.compactMap(\.self).joined(separator: ", ")))"
    }
}
