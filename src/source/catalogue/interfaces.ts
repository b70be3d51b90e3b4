import { type Catalogue, entry } from './entry.ts';

/** Interfaces, instances, and the search for them. */
export const interfaces = {
  DX0501: entry<{ type: string; reason: string | null }>({
    class: 'Type error',
    title: 'no instance',
    message: ({ type }) => `there is no instance ${type}`,
    facts: ({ reason }) => (reason === null ? [] : [reason]),
    explain:
      'The operation is not defined for this type: there is no instance of the interface for it. Convert the value ' +
      'to a type that has one, write the instance, or, where the type is a variable, ask for it with a constraint: ' +
      '`given (a|Add)`.',
    bad: ':p 2 - 1\n',
    good: ':p 2.0 - 1.0\n',
  }),
  DX0502: entry<{ type: string }>({
    class: 'Type error',
    title: 'instance for an undetermined type',
    message: ({ type }) => `the instance ${type} is needed for a type that is not determined`,
    help: () => ['annotate an argument or the result with its type'],
    explain:
      'An instance is looked up once its type is known; here the type stays open to the end of the block. Annotate ' +
      'an argument or the result.',
    bad: ':p zero\n',
    good: ':p (zero :: Nat)\n',
  }),
  DX0503: entry<{ type: string }>({
    class: 'Type error',
    title: 'overlapping instances',
    message: ({ type }) => `more than one instance fits ${type}`,
    explain:
      'Two instances fit, and there is no rule to prefer one. Make one of them narrower, or give it another ' +
      'interface.',
    bad: 'interface Sized(a:Type)\n  weight : (a) -> Nat\n\ninstance Sized((a, b)) given (a, b)\n  def weight(p) = 1\n\ninstance Sized((a, Nat)) given (a)\n  def weight(p) = 2\n\n:p weight (1.0, 1)\n',
    good: 'interface Sized(a:Type)\n  weight : (a) -> Nat\n\ninstance Sized((a, b)) given (a, b)\n  def weight(p) = 1\n\n:p weight (1.0, 1)\n',
  }),
  DX0504: entry<{ method: string; class: string }>({
    class: 'Type error',
    title: 'missing method',
    message: ({ method, class: name }) => `this instance of ${name} lacks the method ${method}`,
    explain: 'An instance defines every method of its interface. There are no default definitions.',
    bad: 'interface Two(a:Type)\n  lower : a\n  upper : a\n\ninstance Two(Nat)\n  lower = 1\n',
    good: 'interface Two(a:Type)\n  lower : a\n  upper : a\n\ninstance Two(Nat)\n  lower = 1\n  upper = 2\n',
  }),
  DX0505: entry<{ method: string; class: string }>({
    class: 'Type error',
    title: 'unexpected method',
    message: ({ method, class: name }) => `${method} is not a method of ${name}`,
    explain:
      'An instance defines methods of its interface only. Put helpers before the instance, as definitions of their ' +
      'own.',
    bad: 'interface One(a:Type)\n  lower : a\n\ninterface Other(a:Type)\n  upper : a\n\ninstance One(Nat)\n  lower = 1\n  upper = 2\n',
    good: 'interface One(a:Type)\n  lower : a\n\ninstance One(Nat)\n  lower = 1\n',
  }),
  DX0506: entry<{ method: string }>({
    class: 'Type error',
    title: 'duplicate method',
    message: ({ method }) => `the method ${method} is defined twice`,
    explain: 'An instance defines each method of its interface once. Remove one of the definitions.',
    bad: 'interface One(a:Type)\n  lower : a\n\ninstance One(Nat)\n  lower = 1\n  lower = 2\n',
    good: 'interface One(a:Type)\n  lower : a\n\ninstance One(Nat)\n  lower = 1\n',
  }),
  DX0507: entry<{ type: string }>({
    class: 'Type error',
    title: 'not a constraint',
    message: ({ type }) => `after | comes an interface, but this is of type ${type}`,
    help: () => ['a type is written with a colon: (n:Nat)'],
    explain: 'After `|` comes an interface of one parameter, or a function from a type to a constraint.',
    bad: 'def f(n|Nat) -> Nat = 1\n',
    good: 'def f(n|Ix) -> Nat = size n\n',
  }),
  DX0508: entry<Record<never, never>>({
    class: 'Type error',
    title: 'implicit parameters of an interface',
    message: () => "interfaces can't have implicit parameters",
    explain:
      'The parameters of an interface are what its instances are looked up by, so all of them are explicit.',
    bad: 'interface Odd(given (b), a:Type)\n  pass\n',
    good: 'interface Odd(b:Type, a:Type)\n  pass\n',
  }),
  DX0509: entry<{ type: string }>({
    class: 'Type error',
    title: 'no term',
    message: ({ type }) => `a constraint is an interface applied to types, but this is ${type}`,
    explain:
      'What a `given` clause lists in its second parentheses is found by search at each call, and only instances ' +
      'of interfaces are found by search.',
    bad: 'def f(x:Nat) -> Nat given () (Nat) = x\n:p f 1\n',
    good: 'def f(x:Nat) -> Nat given () (Add Nat) = x\n:p f 1\n',
  }),
} as const satisfies Catalogue;
