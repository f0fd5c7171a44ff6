/// A report as one page of HTML that needs nothing else and prints on A4.
public struct ReportPage: Sendable {
    let sheet: ReportSheet
    let words: ReportWords

    public init(_ sheet: ReportSheet, words: ReportWords) {
        self.sheet = sheet
        self.words = words
    }

    public var html: String {
        let heading = Self.escaped(words.heading(sheet))
        let small = sheet.least > 1 ? "<p>\(words.smallNumbers) \(sheet.least).</p>" : ""
        return """
            <!DOCTYPE html>
            <html lang="\(words.code)"><head><meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>\(heading)</title><style>\(Self.style)</style></head><body>
            <h1>\(heading)</h1><p>\(sheet.since) \(words.until) \(sheet.until)</p>
            \(sheet.tables.map(section).joined(separator: "\n"))
            \(small)\(words.notes(sheet).map { "<p>\(Self.escaped($0))</p>" }.joined())
            </body></html>

            """
    }

    private func section(_ table: ReportTable) -> String {
        let title = "<h2>\(words.title(table.name))</h2>"
        let plot: ReportPlot? =
            switch table.name {
            case .entries: .bars(table, colours: ["#12324a", "#4c8fbd", "#b9c6cf"])
            case .coverage: .bars(table, colours: ["#1b7f3b", "#d99a00", "#b3261e", "#222222", "#c8ced3"])
            case .inside: .line(table)
            default: nil
            }
        // What a plot shows of the day needs no table of 96 lines.
        let figures = table.name == .inside ? "" : self.table(table)
        return "<section>\(title)\(plot.map { $0.svg(words) } ?? "")\(figures)</section>"
    }

    private func table(_ table: ReportTable) -> String {
        let rows = table.rows.filter { $0.saysSomething || table.name == .summary }
        guard !rows.isEmpty else { return "<p>–</p>" }
        let head = table.columns.map { "<th>\(Self.escaped(words.name($0)))</th>" }.joined()
        let body = rows.map { row in
            "<tr><th>\(Self.escaped(table.name.isByStation ? row.name : words.name(row.name)))</th>"
                + row.cells.map { "<td>\(Self.escaped(sheet.text($0)))</td>" }.joined() + "</tr>"
        }
        // Many columns have their heads upright.
        let kind = table.columns.count > 10 ? " class=\"wide\"" : ""
        return
            "<table\(kind)><thead><tr><th></th>\(head)</tr></thead><tbody>\(body.joined(separator: "\n"))</tbody></table>"
    }

    static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }

    private static let style = """
        @page { size: A4; margin: 14mm }
        body { font: 10.5pt "DejaVu Sans", Arial, sans-serif; color: #111; max-width: 182mm; margin: 6mm auto; padding: 0 3mm }
        h1 { font-size: 16pt; color: #12324a; margin: 0 } h2 { font-size: 12pt; color: #12324a; margin: 6mm 0 2mm }
        section { break-inside: avoid } svg { width: 100%; height: auto }
        table { border-collapse: collapse; width: 100%; font-size: 9pt }
        th { text-align: left; font-weight: normal } thead th { font-weight: bold; vertical-align: bottom }
        td, thead th + th { text-align: right } th, td { padding: 0.6mm 1.5mm; border-bottom: 0.2mm solid #c8ced3 }
        .wide thead th + th { writing-mode: vertical-rl } tbody th { min-width: 18mm }
        p { margin: 1.5mm 0; font-size: 9pt }
        @media screen and (max-width: 130mm) {
        table { font-size: 7.5pt } th, td { padding: 0.6mm 0.7mm } section { overflow-x: auto } svg { min-width: 110mm }
        }
        """
}
