import ArgumentParser
import Credentials
import Foundation
import Glibc
import QRDrawing
import Station
import Vocabulary

struct PassIssue: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "issue", abstract: "Make and sign a pass, or a sheet of them.", discussion: PassList.documentation)

    /// How a pass is given out.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, png, svg, terminal
    }

    @Option(help: ArgumentHelp("The issuer's private key.", valueName: "FILE"))
    var key: String

    @Option(name: .customLong("class"), help: "Whom it is for.")
    var holderClass: HolderClass?

    @Option(name: .customLong("station"), help: ArgumentHelp("Where it is good; may be repeated.", valueName: "ID|all"))
    var stations: [String] = []

    @Option(help: ArgumentHelp("From when it is good, as 2026-11-24T08:00:00+07:00.", valueName: "T"))
    var notBefore: WallTime?

    @Option(help: ArgumentHelp("From when it is no longer good.", valueName: "T"))
    var expires: WallTime?

    @Flag(help: "Good once; for exactly one station.")
    var singleUse = false

    @Option(help: ArgumentHelp("The issuer's name in the pass.", valueName: "NAME"))
    var issuer = "site"

    @Option(
        help: ArgumentHelp(
            "Bind it to a phone: the code DK1:... that the phone shows, or a file with it.", valueName: "CODE-or-FILE"))
    var deviceKey: String?

    @Option(help: "text, svg and terminal go to standard output as well.")
    var format: Format?

    @Option(help: ArgumentHelp("Where the pass goes; with --csv a new or empty folder.", valueName: "FILE"))
    var out: String?

    @Option(help: ArgumentHelp("A list of passes to make.", valueName: "FILE"))
    var csv: String?

    func validate() throws {
        if csv != nil {
            guard out != nil else { throw ValidationError("--csv needs --out DIR for the passes and their sheet") }
            guard holderClass == nil, stations.isEmpty, notBefore == nil, expires == nil, !singleUse, deviceKey == nil
            else {
                throw ValidationError("with --csv the list says class, stations, times and single use, and no phone")
            }
            guard format == nil || format == .png || format == .svg else {
                throw ValidationError("with --csv passes are drawn: --format png or svg")
            }
            return
        }
        guard holderClass != nil, !stations.isEmpty, notBefore != nil, expires != nil else {
            throw ValidationError("a pass needs --class, --station, --not-before and --expires (or a list: --csv)")
        }
        guard StationScope(names: stations) != nil else {
            throw ValidationError("--station all stands alone: it names every station")
        }
        for station in stations where !Configuration.isName(station) {
            throw ValidationError(
                "--station \(TerminalText.escaped(station)): no station has such a name: letters, digits, - _ and . only, 1 to 32 of them"
            )
        }
        if format == .png, out == nil, isatty(STDOUT_FILENO) == 1 {
            throw ValidationError("a picture is not for a terminal: --out FILE, or --format terminal")
        }
    }

    func run() throws {
        let signingKey: SigningKey
        do { signingKey = try SigningKey(file: key) } catch { throw ExitCode.configuration.saying(error) }
        if let csv, let out {
            return try PassList(file: csv, issuer: issuer).issue(
                with: signingKey, as: format == .svg ? .svg : .png, into: out)
        }
        guard let holderClass, let notBefore, let expires, let scope = StationScope(names: stations) else { return }
        let phone = try deviceKey.map(Self.phone)
        let pass: SitePass
        let text: String
        do {
            pass = try SitePass(
                identifier: SitePass.newIdentifier(), issuer: issuer, holderClass: holderClass, notBefore: notBefore,
                expires: expires, scope: scope, isSingleUse: singleUse, deviceKey: phone)
            text = try pass.signed(by: signingKey)
        } catch {
            throw ExitCode.usage.saying(error)
        }
        try Output.write(Self.draw(text, as: format ?? .text), to: out)
        // Beside the pass itself, which may be on its way into a pipe.
        Output.note(Data("pass \(Hex.text(pass.identifier)) (to withdraw it: pass revoke)\n".utf8))
    }

    private static func phone(_ codeOrFile: String) throws -> DeviceKey {
        if let key = DeviceKey(text: codeOrFile) { return key }
        guard let text = try? String(contentsOfFile: codeOrFile, encoding: .utf8), let key = DeviceKey(text: text)
        else {
            throw ExitCode.usage.saying("--device-key: neither a phone's code (DK1:...) nor a file with one")
        }
        return key
    }

    static func draw(_ text: String, as format: Format) throws -> [UInt8] {
        switch format {
        case .text: Array((text + "\n").utf8)
        case .png: try QRCode(Array(text.utf8)).raster(modulePixels: 8).png()
        case .svg: Array(try QRCode(Array(text.utf8)).svg().utf8)
        case .terminal: Array(try QRCode(Array(text.utf8)).terminal().utf8)
        }
    }
}
