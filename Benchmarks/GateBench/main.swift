import Glibc

// The figures of `make bench`. Called with the word `reader` it plays the reader of the gate that it measures.
if CommandLine.arguments.dropFirst().first == "reader" { exit(presentPasses()) }
do {
    try CertificateCost().measure()
    try DecisionLatency().measure(isHarassed: false)
    try DecisionLatency().measure(isHarassed: true)
    try GateAtRest().measure()
} catch {
    print("\(error)")
    exit(1)
}
