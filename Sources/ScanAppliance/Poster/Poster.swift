import Admission
import Credentials
import Station

/// The A4 sheet for the wall beside a gate, as SVG: both languages, the station's own first and larger.
struct Poster {
    let configuration: Configuration
    /// Whom to ask, as whoever prints it says; nil: the words of each language.
    let ask: String?
    /// The date since when it is so; nil: none is printed.
    let since: String?

    /// 210 mm by 297 mm.
    var svg: String {
        let first = PosterText.in(configuration.language)
        let second = PosterText.in(configuration.language == .english ? .indonesian : .english)
        var page = PosterPage()
        page.head(configuration.station, first.title, second.title)
        page.hold(zip(first.steps, second.steps).map { ($0, $1) })
        page.section(first.lampsTitle, second.lampsTitle)
        page.lamp(.green, first.green, second.green)
        page.lamp(.amber, first.amber, second.amber)
        page.lamp(.red, first.red, second.red)
        page.lamp(.service, first.service, second.service)
        page.section(first.whoTitle, second.whoTitle)
        for holder in HolderClass.allCases { page.lines(who(holder, first), who(holder, second)) }
        if let since { page.lines("\(first.since) \(since)", "\(second.since) \(since)") }
        page.section(first.askTitle, second.askTitle)
        if let ask { page.lines(ask, nil) } else { page.lines(first.ask, second.ask) }
        return page.finish(first.privacy, second.privacy)
    }

    private func who(_ holder: HolderClass, _ text: PosterText) -> String {
        let hours = HoursText(hours: configuration.hours[holder] ?? .always, text: text)
        return "\(text.holders[holder] ?? ""): \(hours.words)"
    }
}
