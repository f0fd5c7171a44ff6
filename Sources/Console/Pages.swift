import Foundation

/// The pages' files, read once: as many as these, each small. They hold nothing of any station.
struct Pages {
    static let files: [(name: String, type: String)] = [
        ("visitor.html", "text/html; charset=utf-8"), ("visitor.css", "text/css"), ("visitor.js", "text/javascript"),
        ("login.html", "text/html; charset=utf-8"), ("login.js", "text/javascript"),
        ("officer.html", "text/html; charset=utf-8"), ("officer.js", "text/javascript"),
        ("technician.html", "text/html; charset=utf-8"), ("technician.js", "text/javascript"),
        ("staff.css", "text/css"), ("staff.js", "text/javascript"), ("icon.svg", "image/svg+xml"),
    ]
    static let languages = ["id", "en"]

    private var bytes: [String: WebResponse] = [:]
    /// Both languages' words, and which of them comes first.
    let text: WebResponse

    /// Reads them from `folder`. Throws a `ConsoleFault`.
    init(folder: String, language: String) throws(ConsoleFault) {
        for (name, type) in Self.files { bytes[name] = WebResponse(try Self.read("\(folder)/\(name)"), type: type) }
        let words = try Self.languages.map { language throws(ConsoleFault) in
            let words = String(decoding: try Self.read("\(folder)/text/\(language).json"), as: UTF8.self)
            return "\"\(language)\":\(words)"
        }
        text = WebResponse(
            Array("{\"language\":\"\(language)\",\(words.joined(separator: ","))}".utf8), type: "application/json")
    }

    /// The file of this name, as it is sent.
    func file(_ name: String) throws(WebRefusal) -> WebResponse {
        guard let page = bytes[name] else { throw .notFound }
        return page
    }

    /// Where they are: beside the installed program, or in the checkout that it was built in.
    static func folder(of program: String) -> String {
        let folder = URL(fileURLWithPath: program).resolvingSymlinksInPath().deletingLastPathComponent()
        let installed = folder.deletingLastPathComponent().appendingPathComponent("share/scan-appliance/pages").path
        // .build/KIND/scan-appliance or .build/MACHINE/KIND/scan-appliance
        let parts = folder.pathComponents
        guard let build = parts.lastIndex(where: { $0.hasPrefix(".build") }) else { return installed }
        return NSString.path(withComponents: Array(parts[..<build]) + ["pages"])
    }

    private static func read(_ path: String) throws(ConsoleFault) -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path), data.count <= 100_000 else {
            throw ConsoleFault(
                "\(path): this page cannot be read: install the package anew, or name the folder (--pages)")
        }
        return Array(data)
    }
}
