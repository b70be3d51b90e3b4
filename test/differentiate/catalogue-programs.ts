/** The functions of the catalogue as Loops programs. */

export const unary = (operator: string): string => `fn @f (x : f64) -> f64 { let y = ${operator} x y }`;

export const POWER = 'fn @f (x : f64, y : f64) -> f64 { let z = fpow x y z }';

const SUM_ACCUM = '(fadd, 0f64)';

export const LOG_SUM_EXP = `
fn @f (x : Fin 3 => f64) -> f64 {
  let ninf = -inf_f64
  let m = runState ninf [h] r {
    do each i : Fin 3 {
      let xi = x[i]
      let m = get r
      let isLarger = fgt xi m
      let test = fromTag isLarger : Bool
      let new = case test : f64
        | _ { m }
        | _ { xi }
      do put r new
      ()
    }
    ()
  }
  let top = m.1
  let s = runAccum ${SUM_ACCUM} [h2] q {
    do each i : Fin 3 {
      let xi = x[i]
      let d = fsub xi top
      let e = exp d
      do extend q e ${SUM_ACCUM}
      ()
    }
    ()
  }
  let total = s.1
  let l = log total
  let y = fadd l top
  y
}`;

export const SOFTMAX = `
fn @f (x : Fin 3 => f64) -> Fin 3 => f64 {
  let s = runAccum ${SUM_ACCUM} [h] q {
    do each i : Fin 3 {
      let xi = x[i]
      let e = exp xi
      do extend q e ${SUM_ACCUM}
      ()
    }
    ()
  }
  let total = s.1
  let ys = for i : Fin 3 {
    let xi = x[i]
    let e = exp xi
    let y = fdiv e total
    y
  }
  ys
}`;

export const NORM = `
fn @f (x : Fin 3 => f64) -> f64 {
  let s = runAccum ${SUM_ACCUM} [h] q {
    do each i : Fin 3 {
      let xi = x[i]
      let p = fmul xi xi
      do extend q p ${SUM_ACCUM}
      ()
    }
    ()
  }
  let total = s.1
  let y = sqrt total
  y
}`;

export const VARIANCE = `
fn @f (x : Fin 4 => f64) -> f64 {
  let s = runAccum ${SUM_ACCUM} [h] q {
    do each i : Fin 4 { let xi = x[i] do extend q xi ${SUM_ACCUM} () }
    ()
  }
  let total = s.1
  let mean = fdiv total 4f64
  let v = runAccum ${SUM_ACCUM} [h2] p {
    do each i : Fin 4 {
      let xi = x[i]
      let d = fsub xi mean
      let dd = fmul d d
      do extend p dd ${SUM_ACCUM}
      ()
    }
    ()
  }
  let sum = v.1
  let y = fdiv sum 4f64
  y
}`;

export const GATHER = `
fn @f (x : Fin 3 => f64, idx : Fin 5 => Fin 3) -> f64 {
  let s = runAccum ${SUM_ACCUM} [h] q {
    do each k : Fin 5 {
      let i = idx[k]
      let xi = x[i]
      let o = ordinal(Fin 5, k)
      let o1 = iadd o 1w32
      let w = cast f64 o1
      let p = fmul w xi
      do extend q p ${SUM_ACCUM}
      ()
    }
    ()
  }
  let y = s.1
  y
}`;

export const SCATTER = `
fn @f (x : Fin 5 => f64, idx : Fin 5 => Fin 3) -> f64 {
  let zs = for j : Fin 3 { 0f64 }
  let s = runAccum monoid zs (a, b) {
    let ab = for j : Fin 3 { let aj = a[j] let bj = b[j] let c = fadd aj bj c }
    ab
  } [h] q {
    do each k : Fin 5 {
      let i = idx[k]
      let xk = x[k]
      let p = fmul xk xk
      let qi = q ! i
      do extend qi p ${SUM_ACCUM}
      ()
    }
    ()
  }
  let y = s.1
  let t = runAccum ${SUM_ACCUM} [h2] p {
    do each j : Fin 3 {
      let o = ordinal(Fin 3, j)
      let o1 = iadd o 1w32
      let c1 = cast f64 o1
      let c = fmul c1 10f64
      let yj = y[j]
      let v = fmul c yj
      do extend p v ${SUM_ACCUM}
      ()
    }
    ()
  }
  let z = t.1
  z
}`;

export const CUMSUM = `
fn @f (x : Fin 5 => f64) -> f64 {
  let s = runState 0f64 [h] r {
    let cs = for i : Fin 5 {
      let xi = x[i]
      let a = get r
      let b = fadd a xi
      do put r b
      b
    }
    cs
  }
  let c = s.0
  let t = runAccum ${SUM_ACCUM} [h2] p {
    do each j : Fin 5 {
      let o = ordinal(Fin 5, j)
      let o1 = iadd o 1w32
      let w = cast f64 o1
      let cj = c[j]
      let v = fmul w cj
      do extend p v ${SUM_ACCUM}
      ()
    }
    ()
  }
  let z = t.1
  z
}`;

export const PRODUCT = `
fn @f (x : Fin 3 => f64) -> f64 {
  let s = runAccum (fmul, 1f64) [h] r {
    do each i : Fin 3 { let xi = x[i] do extend r xi (fmul, 1f64) () }
    ()
  }
  let y = s.1
  y
}`;

export const RECURRENT = `
fn @f (x : Fin 4 => f64, b : f64) -> f64 {
  let t = runAccum ${SUM_ACCUM} [h2] p {
    let s = runState 0f64 [h] r {
      do each i : Fin 4 {
        let xi = x[i]
        let a = get r
        let ba = fmul b a
        let u = fadd ba xi
        let n = tanh u
        do put r n
        do extend p n ${SUM_ACCUM}
        ()
      }
      ()
    }
    ()
  }
  let z = t.1
  z
}`;

export const NEWTON = `
fn @f (a : f64) -> f64 {
  let start = (1f64, 0w32)
  let s = runState start [h] r {
    do while {
      let rx = r ! .0
      let rk = r ! .1
      let x = get rx
      let q = fdiv a x
      let t = fadd x q
      let n = fmul 0.5f64 t
      do put rx n
      let k = get rk
      let k1 = iadd k 1w32
      do put rk k1
      let more = ilt k1 6w32
      more
    }
    ()
  }
  let final = s.1
  let y = final.0
  y
}`;

export const LOGISTIC = `
fn @f (x : f64, r : f64) -> f64 {
  let s = runState x [h] ref {
    do each i : Fin 10 {
      let a = get ref
      let b = fsub 1f64 a
      let ab = fmul a b
      let n = fmul r ab
      do put ref n
      ()
    }
    ()
  }
  let y = s.1
  y
}`;

export const READERS = `
fn @f (x : f64) -> f64 {
  let y = runReader x [h1] outer {
    let inner = runReader x [h2] q {
      let a = ask outer
      let b = ask q
      let ab = fmul a b
      let t = fmul 5f64 ab
      let c = ask q
      let u = fmul 4f64 c
      let v = fadd t u
      v
    }
    let w = fadd inner 2f64
    w
  }
  y
}`;

export const HISTOGRAM = `
fn @f (x : Fin 6 => f64, bins : Fin 6 => Fin 3) -> f64 {
  let zs = for j : Fin 3 { 0f64 }
  let s = runAccum monoid zs (a, b) {
    let ab = for j : Fin 3 { let aj = a[j] let bj = b[j] let c = fadd aj bj c }
    ab
  } [h] q {
    do each k : Fin 6 {
      let i = bins[k]
      let xk = x[k]
      let p = sin xk
      let qi = q ! i
      do extend qi p ${SUM_ACCUM}
      ()
    }
    ()
  }
  let y = s.1
  let t = runAccum ${SUM_ACCUM} [h2] p {
    do each j : Fin 3 {
      let yj = y[j]
      let v = fmul yj yj
      do extend p v ${SUM_ACCUM}
      ()
    }
    ()
  }
  let z = t.1
  z
}`;

export const AREA = `
fn @f (s : Fin 2 => (f64 | (f64, f64))) -> f64 {
  let t = runAccum ${SUM_ACCUM} [h] p {
    do each i : Fin 2 {
      let si = s[i]
      let a = case si : f64
        | r { let rr = fmul r r let a = fmul 3.141592653589793f64 rr a }
        | wh { let w = wh.0 let h = wh.1 let a = fmul w h a }
      do extend p a ${SUM_ACCUM}
      ()
    }
    ()
  }
  let z = t.1
  z
}`;

export const LAZY = `
fn @f (x : f64) -> f64 {
  let isSmall = flt x 1f64
  let test = fromTag isSmall : Bool
  let y = case test : f64
    | _ { let s = sqrt x s }
    | _ { x }
  y
}`;

export const DETERMINANT = `
fn @f (a : Fin 3 => Fin 3 => f64) -> f64 {
  let i0 = fromOrdinal(Fin 3, 0w32)
  let i1 = fromOrdinal(Fin 3, 1w32)
  let i2 = fromOrdinal(Fin 3, 2w32)
  let r0 = a[i0]
  let r1 = a[i1]
  let r2 = a[i2]
  let a00 = r0[i0]
  let a01 = r0[i1]
  let a02 = r0[i2]
  let a10 = r1[i0]
  let a11 = r1[i1]
  let a12 = r1[i2]
  let a20 = r2[i0]
  let a21 = r2[i1]
  let a22 = r2[i2]
  let p0 = fmul a11 a22
  let q0 = fmul a12 a21
  let m0 = fsub p0 q0
  let p1 = fmul a10 a22
  let q1 = fmul a12 a20
  let m1 = fsub p1 q1
  let p2 = fmul a10 a21
  let q2 = fmul a11 a20
  let m2 = fsub p2 q2
  let t0 = fmul a00 m0
  let t1 = fmul a01 m1
  let t2 = fmul a02 m2
  let s = fsub t0 t1
  let d = fadd s t2
  d
}`;

export const CONVOLUTION = `
fn @f (x : Fin 5 => f64, k : Fin 3 => f64) -> f64 {
  let t = runAccum ${SUM_ACCUM} [h] p {
    do each i : Fin 3 {
      let c = runAccum ${SUM_ACCUM} [h2] q {
        do each j : Fin 3 {
          let oi = ordinal(Fin 3, i)
          let oj = ordinal(Fin 3, j)
          let o = iadd oi oj
          let at = fromOrdinal(Fin 5, o)
          let xi = x[at]
          let kj = k[j]
          let v = fmul xi kj
          do extend q v ${SUM_ACCUM}
          ()
        }
        ()
      }
      let y = c.1
      let yy = fmul y y
      do extend p yy ${SUM_ACCUM}
      ()
    }
    ()
  }
  let z = t.1
  z
}`;

export const ROSENBROCK = `
fn @f (x : f64, y : f64) -> f64 {
  let a = fsub 1f64 x
  let aa = fmul a a
  let xx = fmul x x
  let b = fsub y xx
  let bb = fmul b b
  let c = fmul 100f64 bb
  let z = fadd aa c
  z
}`;

export const CHOLESKY = `
fn @f (s : Fin 3 => Fin 3 => f64) -> f64 {
  let zs = for i : Fin 3 { let z = for j : Fin 3 { 0f64 } z }
  let out = runState zs [h] l {
    do each i : Fin 3 {
      do each j : RangeTo(Fin 3, i) {
        let jo = ordinal(RangeTo(Fin 3, i), j)
        let jj = fromOrdinal(Fin 3, jo)
        let si = s[i]
        let sij = si[jj]
        let acc = runState sij [h2] t {
          do each k : RangeToExc(Fin 3, jj) {
            let ko = ordinal(RangeToExc(Fin 3, jj), k)
            let kk = fromOrdinal(Fin 3, ko)
            let li = l ! i
            let lik = li ! kk
            let lj = l ! jj
            let ljk = lj ! kk
            let x = get lik
            let y = get ljk
            let xy = fmul x y
            let old = get t
            let new = fsub old xy
            do put t new
            ()
          }
          ()
        }
        let v = acc.1
        let io = ordinal(Fin 3, i)
        let isDiagonal = ieq io jo
        let test = fromTag isDiagonal : Bool
        let li = l ! i
        let lij = li ! jj
        do case test : ()
          | _ {
            let lj = l ! jj
            let ljj = lj ! jj
            let d = get ljj
            let q = fdiv v d
            do put lij q
            ()
          }
          | _ {
            let r = sqrt v
            do put lij r
            ()
          }
        ()
      }
      ()
    }
    ()
  }
  let chol = out.1
  let t = runAccum ${SUM_ACCUM} [h3] p {
    do each i : Fin 3 {
      let row = chol[i]
      let d = row[i]
      let g = log d
      let g2 = fmul 2f64 g
      do extend p g2 ${SUM_ACCUM}
      ()
    }
    ()
  }
  let z = t.1
  z
}`;

export const MAXIMUM = `
fn @f (x : f64, y : f64) -> f64 {
  let isLarger = fgt x y
  let test = fromTag isLarger : Bool
  let z = case test : f64
    | _ { y }
    | _ { x }
  z
}`;

export const ABSOLUTE = `
fn @f (x : f64) -> f64 {
  let isPositive = fgt x 0f64
  let test = fromTag isPositive : Bool
  let y = case test : f64
    | _ { let n = fneg x n }
    | _ { x }
  y
}`;

export const ROOT_OF_SQUARE = 'fn @f (x : f64) -> f64 { let s = fmul x x let y = sqrt s y }';

export const DOT_WITH_ITSELF = `
fn @f (x : Fin 3 => f64) -> f64 {
  let s = runAccum ${SUM_ACCUM} [h] r {
    do each i : Fin 3 { let a = x[i] let p = fmul a a do extend r p ${SUM_ACCUM} () }
    ()
  }
  let y = s.1
  y
}`;

export const SUM_OF_PRODUCT = `
fn @f (a : Fin 2 => Fin 2 => f64, b : Fin 2 => Fin 2 => f64) -> f64 {
  let s = runAccum ${SUM_ACCUM} [h] r {
    do each i : Fin 2 {
      let row = a[i]
      do each j : Fin 2 {
        let x = row[j]
        let other = b[j]
        do each k : Fin 2 { let y = other[k] let p = fmul x y do extend r p ${SUM_ACCUM} () }
        ()
      }
      ()
    }
    ()
  }
  let y = s.1
  y
}`;

/** Gauss and Jordan's elimination, without pivots: in turn k row k is scaled, and the others are cleared by it. */
export const TRACE_OF_INVERSE = `
fn @f (a : Fin 2 => Fin 2 => f64) -> f64 {
  let unit = for i : Fin 2 {
    let row = for j : Fin 2 {
      let p = ordinal(Fin 2, i)
      let q = ordinal(Fin 2, j)
      let isSame = ieq p q
      let x = select isSame 1f64 0f64
      x
    }
    row
  }
  let s = runState a [h] r {
    let t = runState unit [g] q {
      do each k : Fin 2 {
        let rk = r ! k
        let qk = q ! k
        let pk = rk ! k
        let pivot = get pk
        do each j : Fin 2 {
          let rkj = rk ! j
          let x = get rkj
          let u = fdiv x pivot
          do put rkj u
          let qkj = qk ! j
          let y = get qkj
          let v = fdiv y pivot
          do put qkj v
          ()
        }
        do each i : Fin 2 {
          let p = ordinal(Fin 2, i)
          let o = ordinal(Fin 2, k)
          let isSame = ieq p o
          let test = fromTag isSame : Bool
          do case test : ()
            | _ {
              let ri = r ! i
              let qi = q ! i
              let rik = ri ! k
              let factor = get rik
              do each j : Fin 2 {
                let rkj = rk ! j
                let x = get rkj
                let m = fmul factor x
                let rij = ri ! j
                let z = get rij
                let u = fsub z m
                do put rij u
                let qkj = qk ! j
                let y = get qkj
                let n = fmul factor y
                let qij = qi ! j
                let w = get qij
                let v = fsub w n
                do put qij v
                ()
              }
              ()
            }
            | _ { () }
          ()
        }
        ()
      }
      ()
    }
    let inverse = t.1
    inverse
  }
  let inverse = s.0
  let trace = runAccum ${SUM_ACCUM} [h2] r2 {
    do each i : Fin 2 { let row = inverse[i] let x = row[i] do extend r2 x ${SUM_ACCUM} () }
    ()
  }
  let z = trace.1
  z
}`;
