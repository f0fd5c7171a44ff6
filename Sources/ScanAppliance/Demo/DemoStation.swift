import Credentials
import Foundation
import Vocabulary

/// A station made fresh for the demonstration: its keys, the passes of the people who come, and its configuration.
struct DemoStation {
    static let name = "DEMO-1"

    let configurationFile: String

    /// Makes everything in `folder`, which must be empty. Throws what writing throws.
    init(folder: URL) throws {
        let trust = folder.appendingPathComponent("trust")
        try FileManager.default.createDirectory(at: trust, withIntermediateDirectories: true)
        let passes = try DemoPasses()
        try passes.key.publicKey.fileText.write(
            to: trust.appendingPathComponent("demo.pub"), atomically: true, encoding: .utf8)
        try "\(passes.revokedIdentifier)\n".write(
            to: trust.appendingPathComponent("revoked.txt"), atomically: true, encoding: .utf8)
        let acts = passes.acts.map { "\($0.manner) \($0.payload)".trimmingCharacters(in: .whitespaces) }
        try (acts.joined(separator: "\n") + "\n").write(
            to: folder.appendingPathComponent("scene.txt"), atomically: true, encoding: .utf8)
        let configuration = """
            station = "\(Self.name)"
            state_dir = "state"
            run_dir = "run"
            trust_dir = "trust"
            board = "simulated:lines.jsonl"

            [camera]
            source = "scene:scene.txt"

            [timing]
            pulse = 1.5
            show = 1.5

            """
        let file = folder.appendingPathComponent("config.toml")
        try configuration.write(to: file, atomically: true, encoding: .utf8)
        configurationFile = file.path
    }
}

/// What the people of the demonstration show, each made for this run.
struct DemoPasses {
    let key = SigningKey()
    let revokedIdentifier: String
    private(set) var acts: [(manner: SceneAct.Manner, payload: String)] = []

    init() throws {
        let now = WallTime.now
        let day: Int64 = 86_400_000
        let today = WallTime(milliseconds: now.milliseconds - day)...WallTime(milliseconds: now.milliseconds + day)
        let yesterday = WallTime(milliseconds: now.milliseconds - 2 * day)...today.lowerBound
        let key = key
        func pass(
            _ holder: HolderClass, _ dates: ClosedRange<WallTime>? = nil, at scope: StationScope = .all,
            isSingleUse: Bool = false, identifier: [UInt8] = SitePass.newIdentifier(), by signer: SigningKey? = nil
        ) throws -> String {
            let dates = dates ?? today
            return try SitePass(
                identifier: identifier, issuer: "demo", holderClass: holder, notBefore: dates.lowerBound,
                expires: dates.upperBound, scope: scope, isSingleUse: isSingleUse
            ).signed(by: signer ?? key)
        }
        let here = StationScope.stations([DemoStation.name])
        let revoked = SitePass.newIdentifier()
        revokedIdentifier = Hex.text(revoked)
        let singleUse = try pass(.visitor, at: here, isSingleUse: true)
        acts = [
            (.phone, try pass(.member)),
            (.paper, try pass(.visitor, at: here)),
            (.nothing, ""),
            (.phone, try pass(.visitor, yesterday)),
            (.darkMode, try pass(.member)),
            (.paper, try pass(.visitor, at: .stations(["ELSEWHERE-7"]))),
            (.phone, Self.forged(try pass(.member), from: try pass(.member))),
            (.crooked, try pass(.visitor)),
            (.paper, Self.altered(try pass(.visitor))),
            (.passerBy, try pass(.member)),
            (.phone, try pass(.visitor, identifier: revoked)),
            (.blurred, try pass(.member, at: here)),
            (.phone, "https://warung.example/menu"),
            (.phone, singleUse),
            (.phone, try pass(.member, by: SigningKey())),
            (.phone, singleUse),
            (.nothing, ""),
        ]
    }

    /// A pass with the end of another's signature: the key is right, the signature is not.
    private static func forged(_ pass: String, from other: String) -> String {
        // Base45 writes two bytes as three characters (RFC 9285 section 4), so a cut at a multiple of three keeps both whole.
        let prefix = 4
        let cut = (pass.count - prefix) / 3 * 3 - 60 + prefix
        return String(pass.prefix(cut) + other.suffix(other.count - cut))
    }

    /// A pass with one character in the middle of its claims replaced.
    private static func altered(_ pass: String) -> String {
        var characters = Array(pass)
        let place = characters.count / 3
        characters[place] = characters[place] == "A" ? "B" : "A"
        return String(characters)
    }
}
