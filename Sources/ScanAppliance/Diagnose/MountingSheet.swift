import Diagnosis
import Foundation
import QRDrawing
import Station
import Vocabulary

/// The sheet of a mounting: what was looked at and found, what each camera sees, how far away codes can be held. One page of
/// HTML with everything in it, for A4.
struct MountingSheet {
    let diagnosis: Diagnosis
    let views: [Visit.GateView]
    let showsFaces: Bool

    var html: String {
        let title = "Station \(diagnosis.station): the sheet of its mounting"
        return """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>\(Self.escaped(title))</title><style>
            @page { size: A4; margin: 14mm }
            body { margin: 0 auto; max-width: 182mm; font: 9.5pt sans-serif; color: #000 }
            h1 { font-size: 15pt } h2 { font-size: 11.5pt; margin: 5mm 0 1.5mm }
            table { border-collapse: collapse; width: 100% } tr { break-inside: avoid }
            td, th { border: 0.2mm solid #777; padding: 0.8mm 1.5mm; text-align: left; vertical-align: top; overflow-wrap: anywhere }
            .ok::before { content: "\\2713  ok" } .warning::before { content: "! warning" } .fault::before { content: "\\2717  FAULT" }
            .warning, .fault { font-weight: bold } td:first-child { white-space: nowrap }
            code { font-size: 8.5pt } img { width: 90mm; display: block } .gate { break-inside: avoid }
            .sign { margin-top: 12mm; display: grid; grid-template-columns: 1fr 1fr; gap: 12mm }
            .sign p { border-top: 0.2mm solid #000; padding-top: 1mm }
            </style></head><body>
            <h1>\(Self.escaped(title))</h1>
            <p>\(Self.escaped(diagnosis.time)); the station was \(diagnosis.manner == .running ? "at work, in service mode" : "not at work"). \
            \(summary)</p>
            \(views.map(gate).joined())<h2>What was looked at</h2>
            <table><tr><th>state</th><th>part</th><th>found</th></tr>
            \(diagnosis.checks.map(row).joined())</table>
            <div class="sign"><p>Technician, date</p><p>Whoever is responsible for the station, date</p></div>
            </body></html>

            """
    }

    private var summary: String {
        Check.State.allCases.map { state in "\(diagnosis.checks.count { $0.state == state }) \(state.rawValue)" }
            .joined(separator: ", ") + "."
    }

    private func row(_ check: Check) -> String {
        let place = check.gate.map { "\($0): " } ?? ""
        let mend = check.state == .ok ? "" : check.mend.map { "<br>&rarr; <code>\(Self.escaped($0))</code>" } ?? ""
        return """
            <tr><td class="\(check.state.rawValue)"></td><td>\(Self.escaped("\(place)\(check.name)"))</td>\
            <td>\(Self.escaped(check.found))\(mend)</td></tr>

            """
    }

    private func gate(_ seen: Visit.GateView) -> String {
        let table = seen.distances
        let rows = table.rows.map { row in
            """
            <tr><td>\(row.what), \(Int(row.side)) mm</td><td>\(Int(row.nearest.rounded(.up))) cm</td>\
            <td>\(Int(row.farthest)) cm</td></tr>

            """
        }
        let picture = showsFaces ? seen.picture : seen.picture.withoutFaces
        var raster = Raster(width: picture.width, height: picture.height)
        raster.pixels = picture.luma
        let data = Data(raster.png()).base64EncodedString()
        return """
            <div class="gate"><h2>Gate \(Self.escaped(seen.gate.name))</h2>
            <img alt="What the camera sees" src="data:image/png;base64,\(data)">
            <p>\(Self.escaped(seen.gate.source.description)), frames of \(seen.picture.measured.width)x\
            \(seen.picture.measured.height)\(showsFaces ? "" : "; the middle, where faces are, is made unrecognisable").</p>
            <table><tr><th>a code of \(table.modules) modules</th><th>nearest</th><th>farthest</th></tr>
            \(rows.joined())</table>
            <p>The table is \(Self.escaped(table.origin)); a code is readable down to \(DistanceTable.leastModule.words) pixels a module. \
            \(table.sample == nil ? Self.howToMeasure : "")</p></div>

            """
    }

    private static let howToMeasure =
        "To have it for this camera, hold a code up when diagnose asks for one, and say how far away and how wide it is."

    private static func escaped(_ text: String) -> String {
        let entities: [Character: String] = ["&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;", "'": "&#39;"]
        return text.map { entities[$0] ?? String($0) }.joined()
    }
}

extension SmallPicture {
    /// As coarse as this, nobody is recognised: a face has a few blocks.
    private static let block = 20

    /// The same with the middle, where whoever holds a code up has the face, in coarse blocks.
    var withoutFaces: SmallPicture {
        var blurred = luma
        let columns = width / 5..<width - width / 5
        let rows = 0..<height * 3 / 4
        for top in stride(from: rows.lowerBound, to: rows.upperBound, by: Self.block) {
            for left in stride(from: columns.lowerBound, to: columns.upperBound, by: Self.block) {
                let bottom = min(top + Self.block, rows.upperBound)
                let right = min(left + Self.block, columns.upperBound)
                var sum = 0
                for y in top..<bottom { for x in left..<right { sum += Int(luma[y * width + x]) } }
                let mean = UInt8(sum / ((bottom - top) * (right - left)))
                for y in top..<bottom { for x in left..<right { blurred[y * width + x] = mean } }
            }
        }
        return SmallPicture(luma: blurred, width: width, height: height, measured: measured)
    }
}
