import Control
import Diagnosis
import Foundation
import Ledger
import Station
import Vocabulary

/// What is in a support bundle: each piece is a text, and none has personal data or secrets.
struct SupportBundle {
    /// As many of the last incidents and commands.
    private static let mostRows = 500
    /// Settings that might be secret one day are left out by their names.
    private static let secret = ["secret", "password", "token", "passphrase", "private"]

    let configurationFile: String
    let machine = Machine()

    var pieces: [(name: String, text: String)] {
        var pieces = [("versions.txt", versions), ("configuration.toml", configuration), ("check-config.txt", check)]
        if let settings = try? Configuration(file: configurationFile) {
            pieces.append(("diagnosis.json", diagnosis))
            pieces += running(settings)
            pieces.append(("incidents.jsonl", incidents(in: settings.stateFolder)))
        }
        pieces.append(("journal.txt", journal))
        return pieces
    }

    private var versions: String {
        // It fails where one of the packages is not there, and tells of the others.
        let packages = machine.run(
            "/usr/bin/dpkg-query",
            [
                "-W", "scan-appliance", "libzbar0*", "libgpiod*", "libv4l*", "libturbojpeg*", "libseccomp2", "systemd",
                "linux-image-*",
            ])?.text
        let texts = [
            ("kernel", machine.output(of: "/usr/bin/uname", ["-srvmo"])), ("system", machine.text("/etc/os-release")),
            ("board", machine.text("/proc/device-tree/model")), ("packages", packages),
            ("memory", machine.output(of: "/usr/bin/free", ["-m"])),
            ("disks", machine.output(of: "/usr/bin/df", ["-h"])),
            ("USB", machine.output(of: "/usr/bin/lsusb", ["-t"])),
        ]
        return texts.map { "[\($0)]\n\($1?.trimmingCharacters(in: .whitespacesAndNewlines) ?? "not told")\n" }
            .joined(separator: "\n")
    }

    /// The configuration's files without comments, which may say anything, and without what is called like a secret.
    private var configuration: String {
        let folder = URL(fileURLWithPath: configurationFile).deletingLastPathComponent().path
        let further = ((try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/conf.d")) ?? [])
            .filter { $0.hasSuffix(".toml") }.sorted().map { "\(folder)/conf.d/\($0)" }
        return ([configurationFile] + further).map { path in
            guard let text = machine.text(path) else { return "# \(path): cannot be read\n" }
            let lines = text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
                .filter { !$0.isEmpty && !$0.hasPrefix("#") }.map(Self.withoutSecrets)
            return "# \(path)\n\(lines.joined(separator: "\n"))\n"
        }.joined(separator: "\n")
    }

    static func withoutSecrets(_ line: String) -> String {
        let key = line.split(separator: "=", maxSplits: 1).first.map { $0.lowercased() } ?? ""
        if secret.contains(where: key.contains) { return "# \(key.trimmingCharacters(in: .whitespaces)): left out" }
        // A comment behind a value goes too, unless a quote makes it hard to tell where the value ends.
        guard let mark = line.firstIndex(of: "#"), !line[mark...].contains("\"") else { return line }
        return line[..<mark].trimmingCharacters(in: .whitespaces)
    }

    private var check: String {
        do { _ = try StationSettings(file: configurationFile) } catch { return "\(error)\n" }
        return "all is well\n"
    }

    /// Every check that needs nobody at the door and moves nothing.
    private var diagnosis: String {
        (try? JSONText.of(Visit.fromAfar(to: configurationFile, isAtWork: isAtWork, machine: machine))) ?? ""
    }

    private var isAtWork: Bool {
        (try? Configuration(file: configurationFile)).flatMap { try? ControlClient(path: $0.controlSocket) } != nil
    }

    private func running(_ configuration: Configuration) -> [(String, String)] {
        guard let client = try? ControlClient(path: configuration.controlSocket) else {
            return [("status.json", "{\"running\":false}\n")]
        }
        let status = try? client.ask(.status, for: StationStatus.self)
        let figures = try? client.ask(.figures, for: StationFigures.self)
        return [
            ("status.json", status.flatMap { try? JSONText.of($0) } ?? "this user may not ask\n"),
            ("figures.json", figures.flatMap { try? JSONText.of($0) } ?? "this user may not ask\n"),
        ]
    }

    /// Failures, starts and commands; no decision is among them, and so nothing of a person.
    private func incidents(in folder: String) -> String {
        var rows: [LedgerRow] = []
        do throws(LedgerFault) {
            let reader = try LedgerReader(folder: folder)
            while case let next = try reader.next(), !next.isEmpty {
                rows += next.filter { [.incident, .service, .command].contains($0.kind) }
                rows.removeFirst(max(0, rows.count - Self.mostRows))
            }
        } catch { return "\(error.what)\n" }
        return rows.map { $0.json + "\n" }.joined()
    }

    private var journal: String {
        machine.output(
            of: "/usr/bin/journalctl",
            [
                "-u", "scan-appliance", "-u", "scan-appliance-console", "-n", "2000", "--no-pager", "-o", "short-iso",
            ])
            ?? "no journal can be read here\n"
    }
}
