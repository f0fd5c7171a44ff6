import Glibc

// The figures of `make bench`. Called with the word `reader` it plays the reader of the gate that it measures;
// with `growth ROWS` it measures only what a long ledger costs.
if CommandLine.arguments.dropFirst().first == "reader" { exit(presentPasses()) }
do {
    if CommandLine.arguments.dropFirst().first == "growth" {
        try LedgerGrowth().measure(rows: CommandLine.arguments.dropFirst(2).first.flatMap { Int($0) } ?? 10_000_000)
        exit(0)
    }
    try DecisionLatency().measure(isHarassed: false)
    try DecisionLatency().measure(isHarassed: true)
    try GateAtRest().measure()
    try LedgerGrowth().measure(rows: 10_000_000)
} catch {
    print("\(error)")
    exit(1)
}
