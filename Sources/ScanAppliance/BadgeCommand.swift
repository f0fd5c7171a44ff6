import ArgumentParser
import Credentials
import Foundation
import Station
import Vocabulary

struct BadgeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "badge",
        abstract: "Badges: short texts that a station admits because they stand on its list.",
        discussion: """
            The list, badges.txt of the trust folder, holds an HMAC of each text and not the text. Whoever copies a badge has \
            it: give passes where you can. A running station takes a changed list by `reload`.
            """,
        subcommands: [BadgeAdd.self, BadgeRemove.self, BadgeShowList.self, BadgeImport.self])
}

/// The trust folder whose list is meant.
struct BadgePlace: ParsableArguments {
    @Option(help: ArgumentHelp("The trust folder.", valueName: "DIR"))
    var trust = Configuration.standardTrustFolder

    /// Adds badges, and says how many are new.
    func add(_ entries: [BadgeList.Entry]) throws {
        let added: Int
        do { added = try BadgeList.add(entries, in: trust) } catch { throw ExitCode.saying(error) }
        try Output.write("\(added) added, \(entries.count - added) known before\n".utf8)
    }
}

struct BadgeAdd: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Put badges on the list.",
        discussion:
            """
            A badge's text has 4 to 64 printable ASCII characters and no blank, and begins like no other format (SP1:, HC1:); one \
            that is on the list is changed.
            """)

    @OptionGroup var place: BadgePlace

    @Option(name: .customLong("class"), help: "Whom the badges are for.")
    var holderClass: HolderClass

    @Option(help: "A word for people, one line without #; not a name, since it stands in the list as it is.")
    var note = ""

    @Argument(help: "What the badges' codes say.")
    var texts: [String]

    func run() throws {
        try place.add(texts.map { BadgeList.Entry(text: $0, holderClass: holderClass, note: note) })
    }
}

struct BadgeRemove: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Take badges from the list.",
        discussion:
            "A lost badge is named by its 32 digits as `badge list` shows them. Exit 1 where one was not on the list.")

    @OptionGroup var place: BadgePlace

    @Argument(help: "What the badges' codes say, or their digits in the list.")
    var texts: [String]

    func run() throws {
        var isWhole = true
        for (number, text) in texts.enumerated() {
            let isRemoved: Bool
            do { isRemoved = try BadgeList.remove(text, in: place.trust) } catch { throw ExitCode.saying(error) }
            isWhole = isWhole && isRemoved
            // By its place: the text itself admits.
            try Output.write("badge \(number + 1): \(isRemoved ? "removed" : "not on the list")\n".utf8)
        }
        if !isWhole { throw ExitCode.found }
    }
}

struct BadgeShowList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Show the badges: their digits, whom they are for, and their notes.")

    @OptionGroup var place: BadgePlace

    @Flag(help: "Give a JSON object a line.")
    var json = false

    private struct Line: Encodable {
        let badge: String
        let `class`: String
        let note: String
    }

    func run() throws {
        let list: BadgeList
        do { list = try BadgeList(folder: place.trust) } catch { throw ExitCode.saying(error) }
        let lines = list.badges.values.map {
            Line(badge: Hex.text($0.identifier), class: $0.holderClass.rawValue, note: $0.note)
        }.sorted { $0.badge < $1.badge }
        let text = try lines.map { line in
            json
                ? String(decoding: try Output.json(line), as: UTF8.self)
                : TerminalText.escaped([line.badge, line.class, line.note].joined(separator: "  ")) + "\n"
        }
        try Output.write(text.joined().utf8)
    }
}

struct BadgeImport: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Put the badges of a file on the list, all or none.",
        discussion: """
            Lines of TEXT,CLASS or TEXT,CLASS,NOTE; CLASS is member or visitor; empty lines and those that begin with # are \
            passed over. Remove the file afterwards: its texts admit.
            """)

    @OptionGroup var place: BadgePlace

    @Argument(help: ArgumentHelp("The file.", valueName: "FILE"))
    var file: String

    func run() throws {
        let text: String
        do { text = try String(contentsOfFile: file, encoding: .utf8) } catch {
            throw ExitCode.inputOutput.saying("\(file): cannot be read: \(error.systemWords)")
        }
        let entries: [BadgeList.Entry]
        do { entries = try BadgeList.Entry.entries(lines: text, file: file) } catch { throw ExitCode.saying(error) }
        try place.add(entries)
    }
}
