# The work of every stage, the same for each tool: `awk -f work.awk MODE [INPUT...]`, a table on standard output.
BEGIN {
  mode = ARGV[1]
  if (mode == "sample") {
    state = ARGV[2] * 7919
    for (i = 0; i < 200000; i++) state = (state * 69069 + 1) % 4294967296
    print "x"
    for (i = 0; i < 1000; i++) { state = (state * 69069 + 1) % 4294967296; print state / 4294967296 }
    exit
  }
  ARGV[1] = ""
}
FNR == 1 { if (mode == "transform") print "x,y"; next }
mode == "transform" { y = $1; for (i = 0; i < 200; i++) y = 3.7 * y * (1 - y); print $1 "," y }
mode == "fit" { split($0, v, ","); n++; sx += v[1]; sy += v[2]; sxx += v[1] * v[1]; sxy += v[1] * v[2] }
mode == "summary" { n++; total += $1; square += $1 * $1 }
mode == "report" { print "mean slope " $1 " over " $2 " samples" }
END {
  if (mode == "fit") { print "slope"; print (n * sxy - sx * sy) / (n * sxx - sx * sx) }
  if (mode == "summary") { print "mean,count"; print total / n "," n }
}
