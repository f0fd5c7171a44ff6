extension PosterText {
    static let english = PosterText(
        title: "Show your code here",
        steps: [
            "Make the code large and the screen bright.", "Hold it flat before the camera, a hand away.",
            "Hold still until a lamp answers.",
        ],
        lampsTitle: "What the lamps mean",
        green: "Steady green: go through now.",
        amber: "Amber, long and short: wait, an officer decides.",
        red: "Quick red and two buzzes: not now. Ask at the desk.",
        service: "Red and amber in turn: being serviced. Use another entrance.",
        whoTitle: "Who may enter",
        holders: [.member: "Members with a valid pass", .visitor: "Visitors with a valid pass"],
        always: "at any time", since: "In force since", askTitle: "Whom to ask",
        ask: "the officer at the desk",
        privacy: "The gate keeps no name and no picture. Anybody may leave at any time, without a code.",
        days: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"], clockSeparator: ":")
}
