import ArgumentParser

/// How a listing is printed.
struct ListingOptions: ParsableArguments {
  @Flag(name: .long, help: "Print JSON.")
  var json = false
}
