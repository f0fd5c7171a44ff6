import ArgumentParser
import Foundation

/// Passes on paper: a picture each, and a page that prints them with their labels on A4.
struct PassSheet {
    /// One pass on the sheet.
    struct Badge {
        /// From 1, in the order of the list.
        let number: Int
        /// As the list has it: anything.
        let label: String
        /// The pass id in hexadecimal.
        let pass: String
        let picture: [UInt8]
        /// `png` or `svg`.
        let suffix: String

        /// `0001-Budi-S.png`: the number makes it unlike any other, and no label leads out of the folder.
        var fileName: String {
            let isSane: (UInt8) -> Bool = {
                (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
            }
            let words = label.utf8.split { !isSane($0) }.map { String(decoding: $0, as: UTF8.self) }
            let digits = String(number)
            let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
            return ([padded] + words).joined(separator: "-").prefix(48) + ".\(suffix)"
        }
    }

    let badges: [Badge]

    /// Writes pictures and `sheet.html` into a folder that is made, or is there and empty.
    func write(into folder: String) throws {
        let manager = FileManager.default
        if let names = try? manager.contentsOfDirectory(atPath: folder), !names.isEmpty {
            throw ExitCode.usage.saying(
                "\(folder): is not empty: name a new folder, so that no older pass is overwritten")
        }
        do { try manager.createDirectory(atPath: folder, withIntermediateDirectories: true) } catch {
            throw ExitCode.inputOutput.saying("\(folder): cannot be made: \(error.systemWords)")
        }
        for badge in badges { try Output.write(badge.picture, to: "\(folder)/\(badge.fileName)") }
        try Output.write(html.utf8, to: "\(folder)/sheet.html")
    }

    var html: String {
        let figures = badges.map {
            """
            <figure><img src="\($0.fileName)" alt=""><figcaption><bdi>\(Self.escaped($0.label))</bdi>\
            <small>\($0.pass)</small></figcaption></figure>

            """
        }
        return """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>Passes</title><style>
            @page { size: A4; margin: 12mm }
            body { margin: 0; font: 11pt sans-serif; display: grid; grid-template-columns: repeat(3, 1fr); gap: 6mm }
            figure { margin: 0; padding: 3mm; border: 0.2mm dashed #999; text-align: center; break-inside: avoid }
            img { width: 52mm; height: 52mm; image-rendering: pixelated }
            figcaption { overflow-wrap: anywhere }
            small { display: block; font: 5pt monospace; color: #555 }
            </style></head><body>
            \(figures.joined())</body></html>

            """
    }

    private static func escaped(_ text: String) -> String {
        let entities: [Character: String] = ["&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;", "'": "&#39;"]
        return text.map { entities[$0] ?? String($0) }.joined()
    }
}
